import type { Category, Channel } from '@chappe/core/campaign/schema'
import {
  type ConfigurationAction,
  type ConfigurationStatus,
  configurationLifecycle,
  EmailSettings,
} from '@chappe/core/configuration/schema'
import { Problem } from '@chappe/core/kit/problem'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import { type By, holds, type Page } from './campaigns.ts'
import type { Db } from './db.ts'
import type { ChannelConfigurationTable } from './tables.ts'

type Columns = 'channel' | 'category' | 'status' | 'settings' | 'providerConfig'

export interface ConfigurationRow extends Omit<Selectable<ChannelConfigurationTable>, Columns> {
  readonly channel: Channel
  readonly category: Category
  readonly status: ConfigurationStatus
  readonly settings: EmailSettings
  readonly providerConfig: Readonly<Record<string, unknown>>
}

export interface ConfigurationFilter {
  readonly status?: readonly string[] | undefined
  readonly category?: readonly string[] | undefined
  readonly search?: string | undefined
}

const read = (row: Selectable<ChannelConfigurationTable>): ConfigurationRow =>
  ({ ...row, settings: EmailSettings.parse(row.settings) }) as ConfigurationRow

const one = (db: Db, sandboxId: number, id: string) =>
  db.selectFrom('channelConfiguration').selectAll().where('sandboxId', '=', sandboxId).where('id', '=', id)

const notFound = () =>
  new Problem('configuration/not-found', 'No channel configuration of this sandbox has this id.')

/** Undefined when the sandbox has none of this id. */
export async function find(db: Db, sandboxId: number, id: string): Promise<ConfigurationRow | undefined> {
  const row = await one(db, sandboxId, id).executeTakeFirst()
  return row && read(row)
}

export async function get(db: Db, sandboxId: number, id: string): Promise<ConfigurationRow> {
  const row = await find(db, sandboxId, id)
  if (!row) throw notFound()
  return row
}

/** Holds the configuration until the end of the transaction. */
export async function hold(db: Db, sandboxId: number, id: string): Promise<ConfigurationRow> {
  const row = await one(db, sandboxId, id).forUpdate().executeTakeFirst()
  if (!row) throw notFound()
  return read(row)
}

/** Until the end of the transaction the configuration, if there is one, is not deleted. */
export async function keep(db: Db, sandboxId: number, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .selectFrom('channelConfiguration')
    .select('id')
    .where('sandboxId', '=', sandboxId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forKeyShare()
    .execute()
}

export const all = async (db: Db, sandboxId: number): Promise<ConfigurationRow[]> =>
  (await db.selectFrom('channelConfiguration').selectAll().where('sandboxId', '=', sandboxId).execute()).map(
    read,
  )

export const byIds = async (
  db: Db,
  sandboxId: number,
  ids: readonly string[],
): Promise<ConfigurationRow[]> =>
  ids.length === 0
    ? []
    : (
        await db
          .selectFrom('channelConfiguration')
          .selectAll()
          .where('sandboxId', '=', sandboxId)
          .where('id', 'in', [...new Set(ids)])
          .execute()
      ).map(read)

export async function list(
  db: Db,
  sandboxId: number,
  filter: ConfigurationFilter,
  { limit, offset }: Page,
): Promise<{ rows: ConfigurationRow[]; total: number }> {
  const matching = db
    .selectFrom('channelConfiguration')
    .where('sandboxId', '=', sandboxId)
    .$if(filter.status !== undefined, (q) => q.where('status', 'in', filter.status!))
    .$if(filter.category !== undefined, (q) => q.where('category', 'in', filter.category!))
    .$if(filter.search !== undefined, (q) => q.where(holds('name', filter.search!)))
  const rows = await matching.selectAll().orderBy(sql`folded(name)`).limit(limit).offset(offset).execute()
  const { total } = await matching
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows: rows.map(read), total }
}

export async function insert(
  db: Db,
  values: Insertable<ChannelConfigurationTable>,
): Promise<ConfigurationRow> {
  const row = await db
    .insertInto('channelConfiguration')
    .values(values)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(nameTaken)
  return read(row)
}

/** Writes the values and counts the revision on; the caller holds the configuration. */
export async function change(
  db: Db,
  { sandboxId, id }: Pick<ConfigurationRow, 'sandboxId' | 'id'>,
  values: Updateable<ChannelConfigurationTable>,
  by: By,
): Promise<ConfigurationRow> {
  const row = await db
    .updateTable('channelConfiguration')
    .set({ ...values, revision: sql`revision + 1`, modifiedAt: by.at, modifiedBy: by.name })
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(nameTaken)
  return read(row)
}

/** Moves a configuration along its lifecycle in one guarded statement; of two who race one wins. */
export async function transition(
  db: Db,
  sandboxId: number,
  id: string,
  action: ConfigurationAction,
  by: By,
): Promise<ConfigurationRow> {
  const { from, to } = configurationLifecycle.table[action]
  const moved = await db
    .updateTable('channelConfiguration')
    .set({ status: to, revision: sql`revision + 1`, modifiedAt: by.at, modifiedBy: by.name })
    .$if(action === 'activate', (q) => q.set({ activatedAt: sql`coalesce(activated_at, ${by.at})` }))
    .where('sandboxId', '=', sandboxId)
    .where('id', '=', id)
    .where('status', 'in', from)
    .returningAll()
    .executeTakeFirst()
  if (moved) return read(moved)
  const { status } = await get(db, sandboxId, id)
  throw illegal(status, action, by)
}

export const illegal = (status: ConfigurationStatus, what: string, by: By) =>
  new Problem(
    'configuration/illegal-transition',
    `A channel configuration that is ${status} cannot ${what}.`,
    {
      configurationStatus: status,
      allowed: configurationLifecycle.actionsFrom(status, by.scopes),
    },
  )

/** Whether a campaign version `v` sends through it. */
const uses = (id: string) => sql<boolean>`configurations_of(v.definition) @> array[${id}::uuid]`

/** Milliseconds after which campaigns are looked at again whose configuration is not active. */
export const whileInactive = 30_000

/** What waits for it to be active is due at once; what is tried again keeps its time. */
export const hurry = (db: Db, sandboxId: number, id: string) =>
  sql`with waiting as (
        select b.id from batch b
         where b.lane in ('transactional', 'marketing') and b.status = 'ready' and b.kind <> 'messages'
           and b.due_at > now() and b.due_at <= now() + make_interval(secs => ${whileInactive / 1_000})
           and exists (select from campaign_version v
                        where v.sandbox_id = ${sandboxId} and v.campaign_id = b.campaign_id
                          and v.number = b.version and ${uses(id)})
           for update skip locked),
      due as (update batch set due_at = now() where id in (select id from waiting) returning lane)
      select pg_notify('chappe_batch', lane) from (select distinct lane from due) d`.execute(db)

/** Campaigns with a version, be it an old one, that names this configuration. */
export const users = (db: Db, sandboxId: number, id: string) =>
  db
    .selectFrom('campaign as c')
    .innerJoin('campaignVersion as v', (join) =>
      join.onRef('v.sandboxId', '=', 'c.sandboxId').onRef('v.campaignId', '=', 'c.id'),
    )
    .select(['c.id', 'c.name', 'c.status'])
    .distinct()
    .where('c.sandboxId', '=', sandboxId)
    .where(uses(id))
    .orderBy('c.name')
    .orderBy('c.id')
    .limit(50)
    .execute()

export const remove = (db: Db, sandboxId: number, id: string) =>
  db.deleteFrom('channelConfiguration').where('sandboxId', '=', sandboxId).where('id', '=', id).execute()

function nameTaken(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code === '23505' && constraint === 'channel_configuration_name')
    throw new Problem('configuration/name-taken', 'Choose another name: case makes no difference.', {
      errors: [{ pointer: '/name', detail: 'Another channel configuration has this name.' }],
    })
  throw error
}

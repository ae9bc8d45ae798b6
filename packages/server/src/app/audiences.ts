import type {
  createAudience,
  estimateAudience,
  listAudienceMembers,
  listAudiences,
  saveAudience,
} from '@chappe/core/api/audiences'
import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import { conditionsOf } from '@chappe/core/audience/rule'
import {
  type Audience,
  type AudienceDefinition,
  audienceLimits,
  audiencesIn,
} from '@chappe/core/audience/schema'
import type { CampaignStatus } from '@chappe/core/campaign/lifecycle'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx, House } from '../context.ts'
import * as campaigns from '../store/audience-campaigns.ts'
import { estimate as estimated } from '../store/audience-estimate.ts'
import { scopeAt } from '../store/audience-expansion.ts'
import * as members from '../store/audience-members.ts'
import * as uploads from '../store/audience-uploads.ts'
import * as store from '../store/audiences.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as profiles from '../store/profiles.ts'
import { by, stale, withoutDoubles } from './campaigns.ts'

export async function list(ctx: Ctx, query: QueryOf<typeof listAudiences>) {
  const { limit, offset, sort, order, ...filter } = query
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, filter, { limit, offset, sort, order })
  return { items: rows.map(present), total }
}

export const get = async (ctx: Ctx, id: string): Promise<Audience> =>
  present(await store.get(ctx.db, ctx.sandboxId, id))

export async function create(ctx: Ctx, body: BodyOf<typeof createAudience>): Promise<Audience> {
  const author = by(ctx)
  const { definition, schedule, tags, ...fields } = body
  const row = await inTransaction(ctx.db, async (db) => {
    await store.holdCompositions(db, ctx.sandboxId)
    const used = await mayUse(db, ctx.sandboxId, undefined, definition)
    const made = await store.insert(db, {
      ...fields,
      sandboxId: ctx.sandboxId,
      id: ctx.newId(),
      tags: withoutDoubles(tags),
      kind: definition.kind,
      definition: JSON.stringify(definition),
      status: 'live',
      schedule: schedule && JSON.stringify(schedule),
      nextAt: schedule && author.at,
      createdAt: author.at,
      createdBy: author.name,
      modifiedAt: author.at,
      modifiedBy: author.name,
    })
    await store.setUses(db, made, used)
    return made
  })
  return present(row)
}

/** Throws request/stale when somebody was quicker, and audience/cycle when it would be made of itself. */
export async function save(ctx: Ctx, id: string, body: BodyOf<typeof saveAudience>): Promise<Audience> {
  const author = by(ctx)
  const { revision, definition, schedule, tags, ...fields } = body
  const row = await inTransaction(ctx.db, async (db) => {
    await store.holdCompositions(db, ctx.sandboxId)
    const before = await store.hold(db, ctx.sandboxId, id)
    if (before.revision !== revision) throw stale(before)
    refuseArchived(before)
    if (before.kind !== definition.kind)
      throw new Problem(
        'audience/illegal',
        `This audience is a ${before.kind}. Create a new one of the other kind.`,
        {
          reason: 'kind',
          errors: [{ pointer: '/definition/kind', detail: `Must stay ${before.kind}.` }],
        },
      )
    const used = await mayUse(db, ctx.sandboxId, id, definition)
    await store.setUses(db, before, used)
    return store.change(
      db,
      before,
      {
        ...fields,
        tags: withoutDoubles(tags),
        definition: JSON.stringify(definition),
        schedule: schedule && JSON.stringify(schedule),
        nextAt: schedule && author.at,
      },
      author,
    )
  })
  return present(row)
}

/** The audiences that a definition names: all there are, none made of the audience itself. */
async function mayUse(db: Db, sandboxId: number, id: string | undefined, definition: AudienceDefinition) {
  const used = usedBy(definition)
  const parts = await store.madeOf(db, sandboxId, used)
  const missing = parts.filter(({ known }) => !known).map((part) => part.id)
  if (missing.length > 0)
    throw new Problem('request/invalid', `There is no audience ${missing.join(', ')} in this sandbox.`, {
      reason: 'audience-missing',
      errors: missing.map((one) => ({ pointer: '/definition', detail: `No audience has the id ${one}.` })),
    })
  const archived = parts.filter((part) => used.includes(part.id) && part.status === 'archived')
  if (archived.length > 0)
    throw new Problem(
      'request/invalid',
      `Archived: ${archived.map(({ name }) => name).join(', ')}. Restore first.`,
      {
        reason: 'audience-archived',
        names: archived.map(({ name }) => name),
        errors: archived.map(({ name }) => ({ pointer: '/definition', detail: `${name} is archived.` })),
      },
    )
  if (id !== undefined && parts.some((part) => part.id === id))
    throw new Problem('audience/cycle', 'One of the audiences that it names is made of this one.', {
      errors: [{ pointer: '/definition', detail: 'Must not lead back to this audience.' }],
    })
  return used
}

function usedBy(definition: AudienceDefinition): string[] {
  if (definition.kind === 'composition') return [...new Set(audiencesIn(definition.tree))]
  if (definition.kind === 'list') return []
  const ids = [...conditionsOf(definition.rule)].flatMap((one) =>
    one.kind === 'audience' ? [one.audienceId] : [],
  )
  return [...new Set(ids)]
}

/** Counts without storing. Of many people only a sample is looked at, so that a person building a rule need not wait. */
export async function estimate(ctx: Ctx, { definition }: BodyOf<typeof estimateAudience>) {
  const used = await mayUse(ctx.db, ctx.sandboxId, undefined, definition)
  const scope = await scopeAt(ctx.db, ctx.sandboxId, ctx.now())
  const samples = audienceLimits.samples
  const { ids, looked, ...counts } = await estimated(ctx.db, definition, scope, { used, samples })
  return { ...counts, exact: looked === null, looked, people: await summaries(ctx, ids) }
}

async function summaries(ctx: Ctx, ids: readonly string[]) {
  const rows = await profiles.byIds(ctx.db, ctx.sandboxId, ids)
  const known = new Map(
    (await profiles.withIdentities(ctx.db, ctx.sandboxId, rows)).map((row) => [row.id, row]),
  )
  return ids.flatMap((id) => {
    const row = known.get(id)
    return row ? [{ id, name: nameOf(row.attributes), identities: row.identities }] : []
  })
}

function nameOf(attributes: Readonly<Record<string, unknown>>): string {
  const { name } = (attributes.person ?? {}) as { name?: Record<string, unknown> }
  const parts = [name?.firstName, name?.lastName].filter((part) => typeof part === 'string')
  return parts.join(' ') || (typeof name?.fullName === 'string' ? name.fullName : '')
}

/** Evaluates an audience now, first those that it is made of. */
export async function evaluate(ctx: Ctx, id: string): Promise<Audience> {
  refuseArchived(await store.get(ctx.db, ctx.sandboxId, id))
  await refresh(ctx, ctx.sandboxId, id)
  return get(ctx, id)
}

/** Evaluates an audience and what it is made of, the deepest first, each in a transaction of its own. */
export async function refresh(
  house: Pick<House, 'db' | 'now'>,
  sandboxId: number,
  id: string,
): Promise<void> {
  for (const part of await store.madeOf(house.db, sandboxId, [id]))
    if (part.known) await refreshOne(house, sandboxId, part.id)
}

async function refreshOne(house: Pick<House, 'db' | 'now'>, sandboxId: number, id: string): Promise<void> {
  const scope = await scopeAt(house.db, sandboxId, house.now())
  try {
    await inTransaction(house.db, async (db) => {
      const audience = await store.hold(db, sandboxId, id)
      const { schedule, definition } = audience
      const found = await members.evaluate(db, id, definition, scope)
      await store.noteEvaluation(db, audience, {
        members: found.members,
        evaluatedAt: scope.now,
        evaluation: null,
        nextAt: schedule && new Date(scope.now.getTime() + schedule.everyMinutes * 60_000),
      })
      if (definition.kind !== 'list') await members.noteChange(db, scope, id, found)
    })
  } catch (error) {
    if (error instanceof Problem) throw error
    const failure = (error as Error).message.slice(0, 500)
    const row = await store.get(house.db, sandboxId, id)
    const again = row.schedule && new Date(scope.now.getTime() + row.schedule.everyMinutes * 60_000)
    await store.noteEvaluation(house.db, row, { evaluation: JSON.stringify({ failure }), nextAt: again })
    throw error
  }
}

/** Evaluates the audiences whose time has come; answers how many there were. */
export async function refreshDue(
  house: Pick<House, 'db' | 'now'>,
  onFailure: (error: unknown, id: string) => void,
) {
  const due = await store.due(house.db, house.now(), 20)
  for (const { sandboxId, id } of due)
    await refresh(house, sandboxId, id).catch((error) => onFailure(error, id))
  return due.length
}

export async function listMembers(
  ctx: Ctx,
  id: string,
  { limit, after }: QueryOf<typeof listAudienceMembers>,
) {
  await store.get(ctx.db, ctx.sandboxId, id)
  const rows = await members.page(ctx.db, ctx.sandboxId, id, after, limit)
  const people = new Map(
    (
      await summaries(
        ctx,
        rows.map((row) => row.profileId),
      )
    ).map((one) => [one.id, one]),
  )
  return {
    items: rows.flatMap(({ profileId, joinedAt, enrichment }) => {
      const person = people.get(profileId)
      return person ? [{ ...person, joinedAt: joinedAt.toISOString(), enrichment: enrichment ?? {} }] : []
    }),
  }
}

export async function listChanges(ctx: Ctx, id: string) {
  await store.get(ctx.db, ctx.sandboxId, id)
  const rows = await store.changes(ctx.db, ctx.sandboxId, id)
  return { items: rows.map((row) => ({ ...row, at: row.at.toISOString() })) }
}

/** Who would notice if the audience were not there: by kind, then by name. */
export async function uses(ctx: Ctx, id: string) {
  await store.get(ctx.db, ctx.sandboxId, id)
  return { items: await usersOf(ctx.db, ctx.sandboxId, id) }
}

async function usersOf(db: Db, sandboxId: number, id: string) {
  const audiences = await store.usersOf(db, sandboxId, id)
  const naming = await campaigns.naming(db, sandboxId, id)
  return [
    ...audiences.map((one) => ({ kind: 'audience' as const, ...one })),
    ...naming.map((one) => ({ kind: 'campaign' as const, ...one })),
  ]
}
type User = Awaited<ReturnType<typeof usersOf>>[number]

const sending: readonly CampaignStatus[] = ['scheduled', 'live', 'paused']
const ahead: readonly CampaignStatus[] = [...sending, 'draft', 'in_review']

/** Throws audience/in-use with the names of the live audiences and the scheduled and live campaigns that use it. */
export async function archive(ctx: Ctx, id: string): Promise<Audience> {
  const row = await inTransaction(ctx.db, async (db) => {
    const audience = await unused(db, ctx.sandboxId, id, (user) =>
      user.kind === 'audience' ? user.status === 'live' : sending.includes(user.status),
    )
    return store.transition(db, audience, 'archive', by(ctx))
  })
  return present(row)
}

/** Throws audience/illegal with the names of those that it is made of and that are archived themselves. */
export async function restore(ctx: Ctx, id: string): Promise<Audience> {
  const row = await inTransaction(ctx.db, async (db) => {
    await store.holdCompositions(db, ctx.sandboxId)
    const audience = await store.hold(db, ctx.sandboxId, id)
    const parts = await store.madeOf(db, ctx.sandboxId, usedBy(audience.definition))
    const archived = parts.filter(({ status }) => status === 'archived').map(({ name }) => name)
    if (archived.length > 0)
      throw new Problem(
        'audience/illegal',
        `It is made of archived ones: ${archived.join(', ')}. Restore them first.`,
        { reason: 'made-of-archived', names: archived },
      )
    return store.transition(db, audience, 'restore', by(ctx))
  })
  return present(row)
}

/** Throws audience/in-use with the names of the audiences, and of the campaigns that are not over, that use it. */
export const remove = (ctx: Ctx, id: string): Promise<void> =>
  inTransaction(ctx.db, async (db) => {
    await unused(db, ctx.sandboxId, id, (user) => user.kind === 'audience' || ahead.includes(user.status))
    await uploads.clearAll(db, ctx.sandboxId, id)
    await store.remove(db, ctx.sandboxId, id)
  })

async function unused(
  db: Db,
  sandboxId: number,
  id: string,
  matters: (user: User) => boolean,
): Promise<store.AudienceRow> {
  await store.holdCompositions(db, sandboxId)
  const audience = await store.hold(db, sandboxId, id)
  const users = (await usersOf(db, sandboxId, id)).filter(matters)
  if (users.length > 0)
    throw new Problem('audience/in-use', `These use it: ${users.map(({ name }) => name).join(', ')}.`, {
      users,
    })
  return audience
}

/** Throws audience/illegal of an archived audience. */
export function refuseArchived({ status }: Pick<store.AudienceRow, 'status'>): void {
  if (status === 'archived')
    throw new Problem('audience/illegal', 'The audience is archived. Restore it first.', {
      reason: 'archived',
    })
}

const present = (row: store.AudienceRow): Audience => {
  const { sandboxId: _sandbox, evaluation, nextAt: _next, archivedAt: _archived, ...rest } = row
  return {
    ...rest,
    failure: evaluation?.failure ?? null,
    evaluatedAt: row.evaluatedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    modifiedAt: row.modifiedAt.toISOString(),
  }
}

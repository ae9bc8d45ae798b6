import { conditionsOf } from '@chappe/core/audience/rule'
import { AudienceDefinition, type Composition } from '@chappe/core/audience/schema'
import { sql } from 'kysely'
import { isFoundBy, type People, peopleOf, rankOf } from './audience-sets.ts'
import { isFar, type RuleScope } from './audience-sql.ts'
import { madeOf } from './audiences.ts'
import type { Db } from './db.ts'

/** About so many people are looked at, chosen page by page; fewer where each look goes to other tables as well. */
const sampled = { near: 20_000, far: 8_000 }
/** Up to so many profiles everybody is. */
const everybody = 40_000

export interface Estimate {
  readonly count: number
  /** How many people were looked at; null: everybody. */
  readonly looked: number | null
  readonly total: number
  /** Some of those who were found. */
  readonly ids: string[]
}

/**
 * How many people a definition finds now, with some of them; counted on a sample where there are many. Named
 * audiences are as they were evaluated last, and those that never were are read anew.
 */
export async function estimate(
  db: Db,
  definition: AudienceDefinition,
  scope: RuleScope,
  { used, samples }: { used: readonly string[]; samples: number },
): Promise<Estimate> {
  const { n: total } = await db
    .selectFrom('profile')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('sandboxId', '=', scope.sandboxId)
    .executeTakeFirstOrThrow()
  if (definition.kind === 'list') return { count: 0, looked: null, total, ids: [] }
  const unread = await neverEvaluated(db, scope.sandboxId, used)
  return total > everybody
    ? onSample(db, definition, withUnread(scope, unread), total, samples)
    : onEverybody(db, definition, withUnread(scope, unread), unread, total, samples)
}

type Readable = Exclude<AudienceDefinition, { kind: 'list' }>
type Unread = ReadonlyMap<string, Readable>

async function neverEvaluated(db: Db, sandboxId: number, used: readonly string[]): Promise<Unread> {
  if (used.length === 0) return new Map()
  const parts = await madeOf(db, sandboxId, used)
  return new Map(
    parts.flatMap(({ id, definition, evaluatedAt }) => {
      const read = definition && evaluatedAt === null ? AudienceDefinition.parse(definition) : undefined
      return read && read.kind !== 'list' ? [[id, read] as const] : []
    }),
  )
}

function withUnread(scope: RuleScope, unread: Unread): RuleScope {
  const inner: RuleScope = {
    ...scope,
    audience: (id) => {
      const definition = unread.get(id)
      return definition && isFoundBy(definition, inner)
    },
  }
  return inner
}

async function onEverybody(
  db: Db,
  definition: Readable,
  scope: RuleScope,
  unread: Unread,
  total: number,
  samples: number,
): Promise<Estimate> {
  const named = (id: string): People | undefined => {
    const inner = unread.get(id)
    return inner && peopleOf(inner, scope, named)
  }
  const { rows } = await sql<{ count: number; ids: string[] | null }>`
    with found as materialized (${peopleOf(definition, scope, named)!})
    select (select count(*) from found)::bigint as count,
           (select array_agg(profile_id) from (select profile_id from found limit ${samples}) as few) as ids`.execute(
    db,
  )
  return { count: rows[0]!.count, looked: null, total, ids: rows[0]!.ids ?? [] }
}

/** Fixed by its seed: the same rule on the same people gives the same estimate. */
async function onSample(
  db: Db,
  definition: Readable,
  scope: RuleScope,
  total: number,
  samples: number,
): Promise<Estimate> {
  const percent = (sampled[isNear(definition) ? 'near' : 'far'] / total) * 100
  const { inner, most, rank } = withoutLimits(definition)
  const { rows } = await sql<{ looked: number; found: number; ids: string[] | null }>`
    with looked as materialized (
      select p.id, p.attributes from profile p tablesample system (${percent}) repeatable (1)
       where p.sandbox_id = ${scope.sandboxId} and not p.test
    ), found as (
      select p.id, p.attributes from looked p where ${isFoundBy(inner, scope)}
    )
    select (select count(*) from looked)::bigint as looked, (select count(*) from found)::bigint as found,
           (select array_agg(id) from (select p.id from found p order by ${rank} limit ${samples}) as few) as ids`.execute(
    db,
  )
  const { looked, found, ids } = rows[0]!
  const count = looked === 0 ? 0 : Math.round((found / looked) * total)
  return { count: Math.min(count, most), looked, total, ids: ids ?? [] }
}

const isNear = (definition: Readable) =>
  definition.kind === 'rule' && ![...conditionsOf(definition.rule)].some(isFar)

/** A limit on the outside is a bound of the count: its people need not be ranked for it. */
function withoutLimits(definition: Readable) {
  let most = Number.POSITIVE_INFINITY
  let rank = rankOf({ by: '', order: 'asc' })
  if (definition.kind === 'rule') return { inner: definition, most, rank }
  let tree: Composition = definition.tree
  if (tree.op === 'limit') rank = rankOf(tree)
  while (tree.op === 'limit') {
    most = Math.min(most, tree.count)
    tree = tree.of
  }
  return { inner: { ...definition, tree }, most, rank }
}

import type { Rule } from '@chappe/core/audience/rule'
import type { AudienceDefinition, Composition } from '@chappe/core/audience/schema'
import { type RawBuilder, sql } from 'kysely'
import { all, any, type Bool, not } from './audience-operators.ts'
import { isMember, type RuleScope, ruleSet, ruleSql } from './audience-sql.ts'

/** A query of people: one column, `profile_id`, nobody twice. */
export type People = RawBuilder<{ profileId: string }>

/** Everybody whom a rule finds. Test profiles belong to no rule. */
function byRule(rule: Rule, scope: RuleScope): People {
  const { joins, where } = ruleSet(rule, scope)
  return sql`select p.id as profile_id from profile p ${joins}
       where p.sandbox_id = ${scope.sandboxId} and not p.test and ${where}`
}

/** Ten thousandths of the people, the same every time, independent of every other seed. */
const isInShare = (
  { seed, from, to }: Extract<Composition, { op: 'split' }>,
  profileId: RawBuilder<unknown>,
): Bool => {
  const share = sql`('x' || substr(md5(${seed}::text || ${profileId}::text), 1, 8))::bit(32)::bigint % 10000`
  return sql<boolean>`(${share} >= ${Math.round(from * 100)}::int and ${share} < ${Math.round(to * 100)}::int)`
}

/** Finds the people of a named audience, where they are not to be read from its stored members. */
export type Named = (id: string) => People | undefined

function byComposition(tree: Composition, sandboxId: number, named: Named): People {
  const set = (part: Composition) => sql`(${byComposition(part, sandboxId, named)})`
  switch (tree.op) {
    case 'audience':
      return (
        named(tree.id) ??
        sql`select profile_id from audience_member where sandbox_id = ${sandboxId} and audience_id = ${tree.id}::uuid`
      )
    case 'union':
      return sql`${sql.join(tree.of.map(set), sql` union `)}`
    case 'intersect':
      return sql`${sql.join(tree.of.map(set), sql` intersect `)}`
    case 'exclude':
      return sql`${set(tree.from)} except ${set(tree.without)}`
    case 'split':
      return sql`select part.profile_id from ${set(tree.of)} as part where ${isInShare(tree, sql`part.profile_id`)}`
    case 'limit':
      return sql`select part.profile_id from ${set(tree.of)} as part
        join profile p on p.sandbox_id = ${sandboxId} and p.id = part.profile_id
       order by ${rankOf(tree)} limit ${tree.count}`
  }
}

/** The order in which people are taken: by the attribute of the profile `p`, those without it last, ties by profile. */
export const rankOf = ({ by, order }: Pick<Extract<Composition, { op: 'limit' }>, 'by' | 'order'>) => {
  const value = by === '' ? sql`null::jsonb` : sql`nullif(p.attributes #> ${by.split('.')}::text[], 'null')`
  return sql`${value} ${sql.raw(order)} nulls last, p.id`
}

/** Everybody whom a definition finds; undefined of a list, whose members are only stored. */
export const peopleOf = (
  definition: AudienceDefinition,
  scope: RuleScope,
  named: Named = () => undefined,
): People | undefined => {
  if (definition.kind === 'rule') return byRule(definition.rule, scope)
  return definition.kind === 'composition'
    ? byComposition(definition.tree, scope.sandboxId, named)
    : undefined
}

/** Whether the profile `p` is found by a definition; the same people as `peopleOf`, asked one by one. */
export function isFoundBy(definition: Exclude<AudienceDefinition, { kind: 'list' }>, scope: RuleScope): Bool {
  if (definition.kind === 'rule') return ruleSql(definition.rule, scope)
  const { sandboxId } = scope
  const isIn = (tree: Composition): Bool => {
    switch (tree.op) {
      case 'audience':
        return scope.audience?.(tree.id) ?? isMember(sandboxId, tree.id)
      case 'union':
        return any(tree.of.map(isIn))
      case 'intersect':
        return all(tree.of.map(isIn))
      case 'exclude':
        return all([isIn(tree.from), not(isIn(tree.without))])
      case 'split':
        return all([isIn(tree.of), isInShare(tree, sql`p.id`)])
      case 'limit':
        // Who is among the first is known only when all are ranked.
        return sql<boolean>`exists (select from (${byComposition(tree, sandboxId, () => undefined)}) as ranked
          where ranked.profile_id = p.id)`
    }
  }
  return isIn(definition.tree)
}

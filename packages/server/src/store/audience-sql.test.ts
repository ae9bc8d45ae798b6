import { belongs, type Person } from '@chappe/core/audience/evaluate'
import { opposite } from '@chappe/core/audience/opposite'
import { type Condition, type Group, type Rule, RuleGroup, type Test } from '@chappe/core/audience/rule'
import { mayReceive } from '@chappe/core/consent/rules'
import type { StoredChoice } from '@chappe/core/consent/schema'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../ids.ts'
import { aDatabase } from '../testing/database.ts'
import { type RuleScope, ruleSet, ruleSql } from './audience-sql.ts'
import type { Db } from './db.ts'

const now = new Date('2028-02-28T09:30:00.000Z')
const scope: RuleScope = {
  sandboxId: 1,
  now,
  consentDefault: { email: 'in', sms: 'out' },
  confirmedTopics: new Set(['club']),
}
const campaigns = ['0190a000-0000-7000-8000-00000000ca01', '0190a000-0000-7000-8000-00000000ca02']
const audiences = ['0190a000-0000-7000-8000-00000000a001', '0190a000-0000-7000-8000-00000000a002']

// Few values and few paths, so that rules and people meet; the odd ones are where two readings would part.
const word = fc.constantFrom(
  'gold',
  'Gold',
  'GOLD ',
  'été',
  'ÉTÉ',
  '100%',
  'a_b',
  'a\\b',
  '',
  '7',
  '"',
  "o'x",
  '$.a',
)
const number = fc.constantFrom(-3, 0, 1, 1.5, 7, 7.25, 100)
const date = fc.constantFrom(
  '2028-02-28',
  '2028-02-29',
  '1990-02-29',
  '1992-02-29',
  '2028-02-30',
  '2028-02-27T23:59:59+02:00',
  '2028-02-28T09:30:00Z',
  '2028-02-28T09:30',
  '2027-12-31',
  '2028-03-01',
  '0000-01-01',
  '2028-13-01',
  'tomorrow',
  '1990-03-01',
  '2028-02-28T09:30:00.5Z',
)
const scalar = fc.oneof(word, number, fc.boolean(), date)
const leaf: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }) },
)
const names = ['tier', 'score', 'born', 'tags', '0', 'constructor', 'it’s "x"'] as const
const record = fc.dictionary(fc.constantFrom(...names), leaf, { maxKeys: 5 })
const attributes = fc.dictionary(
  fc.constantFrom(...names, 'nested', 'lines'),
  fc.oneof(leaf, record, fc.array(record, { maxLength: 3 })),
  { maxKeys: 6 },
)
const path = fc.oneof(
  fc.constantFrom(...names),
  fc.constantFrom(...names).map((name) => `nested.${name}`),
  fc.constantFrom(
    'lines.0.tier',
    'lines.-1.score',
    'tags.0',
    'tags.-1',
    'lines',
    'nested',
    'tier.0.1',
    '__proto__',
  ),
)

const anyOf = <const T>(...values: T[]) => fc.constantFrom(...values)
const span = { amount: anyOf(1, 2, 30, 400), unit: anyOf('minute', 'hour', 'day', 'week', 'month', 'year') }
const aTest: fc.Arbitrary<Test> = fc.oneof(
  fc.record({ operator: anyOf('exists', 'missing') }),
  fc.record({ operator: anyOf('equals', 'not_equals'), value: scalar }),
  fc.record({ operator: anyOf('in', 'not_in'), values: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    operator: anyOf('contains', 'not_contains', 'starts_with', 'ends_with'),
    value: word.filter((text) => text !== ''),
  }),
  fc.record({ operator: anyOf('greater', 'at_least', 'less', 'at_most'), value: number }),
  fc.record({ operator: anyOf('between'), from: number, to: number }),
  fc.record({
    operator: anyOf('before', 'from'),
    date: anyOf('2028-02-28', '2028-02-28T09:30:00Z', '2028-02-28T10:30:00+01:00', '1991-01-01'),
  }),
  fc.record({ operator: anyOf('within_last', 'not_within_last', 'within_next'), ...span }),
  fc.record({ operator: anyOf('anniversary'), days: anyOf(0, 1, 2, 30) }),
  fc.record({
    operator: anyOf('includes_any', 'includes_all', 'includes_none'),
    values: fc.array(scalar, { minLength: 1, maxLength: 3 }),
  }),
)
const window = fc.oneof(
  fc.record({ kind: anyOf('ever') }),
  fc.record({ kind: anyOf('last'), ...span }),
  fc.constant({ kind: 'between' as const, from: '2028-01-01', to: '2028-02-01T00:00:00Z' }),
)
const numberTest = fc.oneof(
  fc.record({
    operator: anyOf('equals', 'greater', 'at_least', 'less', 'at_most'),
    value: anyOf(0, 1, 2, -1, 7, 0.5),
  }),
  fc.record({ operator: anyOf('between'), from: anyOf(0, 1), to: anyOf(0, 2, 10) }),
)
const condition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: anyOf('attribute'), path, test: aTest }) },
  fc.record({
    kind: anyOf('items'),
    path: anyOf('lines', 'tags', 'nested', 'nested.lines'),
    quantifier: anyOf('some', 'none'),
    tests: fc.array(fc.record({ path: anyOf('tier', 'score', '0', 'tags'), test: aTest }), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
  fc.record({ kind: anyOf('identity'), namespace: anyOf('email', 'phone'), present: fc.boolean() }),
  fc.record({
    kind: anyOf('consent'),
    channel: anyOf('email', 'sms', 'push'),
    topic: anyOf('', 'news', 'club'),
    choice: anyOf('in', 'out'),
  }),
  fc.record({ kind: anyOf('audience'), audienceId: anyOf(...audiences), member: fc.boolean() }),
  fc.record({
    kind: anyOf('event'),
    type: anyOf('order', 'view'),
    where: fc.array(fc.record({ path: anyOf('tier', 'score', 'tags'), test: aTest }), { maxLength: 2 }),
    window,
    measure: fc.oneof(
      fc.record({ of: anyOf('count') }),
      fc.record({ of: anyOf('sum', 'min', 'max'), path: anyOf('score', 'tags.0') }),
    ),
    test: numberTest,
  }),
  fc.record({
    kind: anyOf('engagement'),
    action: anyOf('sent', 'opened', 'clicked'),
    campaignId: anyOf(null, ...campaigns),
    window,
    test: numberTest,
  }),
)
const { rule } = fc.letrec<{ rule: Rule; group: Group }>((tie) => ({
  rule: fc.oneof({ maxDepth: 3, withCrossShrink: true }, condition, tie('group')),
  group: fc.record({
    kind: fc.constant('group' as const),
    join: fc.constantFrom('and' as const, 'or' as const),
    not: fc.boolean(),
    rules: fc.array(tie('rule'), { maxLength: 3 }),
  }),
}))

const instant = fc
  .constantFrom(0, 1, 60_000, 3_600_000, 86_400_000, 40 * 86_400_000, 500 * 86_400_000)
  .map((age) => new Date(now.getTime() - age))
interface Drawn extends Omit<Person, 'consent' | 'engagements'> {
  choices: { by: 'person' | 'address'; channel: string; topic: string; choice: StoredChoice }[]
  messages: { campaignId: string; sent: boolean; at: Date; openedAt: Date | null; clickedAt: Date | null }[]
}
const person: fc.Arbitrary<Drawn> = fc.record({
  attributes,
  namespaces: fc.subarray(['email', 'phone']).map((some) => new Set(some)),
  choices: fc.uniqueArray(
    fc
      .record({
        by: anyOf('person', 'address'),
        channel: anyOf('email', 'sms', 'push'),
        topic: anyOf('', 'news', 'club'),
        choice: anyOf('in', 'out', 'pending'),
      })
      .filter(({ topic, choice }) => topic !== '' || choice !== 'pending'),
    { maxLength: 6, selector: ({ by, channel, topic }) => `${by} ${channel} ${topic}` },
  ),
  audiences: fc.subarray(audiences).map((some) => new Set(some)),
  events: fc.array(fc.record({ type: anyOf('order', 'view'), at: instant, data: record }), { maxLength: 4 }),
  messages: fc.array(
    fc.record({
      campaignId: anyOf(...campaigns),
      sent: fc.boolean(),
      at: instant,
      openedAt: fc.option(instant),
      clickedAt: fc.option(instant),
    }),
    { maxLength: 3 },
  ),
})

const asPerson = ({ choices, messages, ...drawn }: Drawn): Person => ({
  ...drawn,
  consent(channel, topic) {
    const about = (topic: string) =>
      choices
        .filter((one) => one.channel === channel && one.topic === topic)
        // An address that is no identity of the person says nothing about them.
        .filter(({ by }) => by === 'person' || drawn.namespaces.has('email'))
        .map(({ choice }) => choice)
    const doubleOptIn = scope.confirmedTopics.has(topic)
    const byDefault = scope.consentDefault[channel] ?? 'in'
    const said = { channel: about(''), topic: topic === '' ? null : about(topic), byDefault, doubleOptIn }
    return mayReceive(said) ? 'in' : 'out'
  },
  engagements: messages.flatMap(({ campaignId, sent, at, openedAt, clickedAt }) => [
    ...(sent ? [{ action: 'sent' as const, campaignId, at }] : []),
    ...(openedAt ? [{ action: 'opened' as const, campaignId, at: openedAt }] : []),
    ...(clickedAt ? [{ action: 'clicked' as const, campaignId, at: clickedAt }] : []),
  ]),
})

let db: Db
const people = new Map<string, Person>()

beforeAll(async () => {
  const database = await aDatabase()
  db = database.db
  await sql`insert into organization (id, name) values ('ORG', 'Org')`.execute(db)
  await sql`insert into sandbox (organization_id, name, title) values ('ORG', 'prod', 'Production')`.execute(
    db,
  )
  for (const id of audiences)
    await sql`insert into audience (sandbox_id, id, name, kind, definition, status, created_by, modified_by)
      values (1, ${id}, ${id}, 'list', '{}', 'live', 'x', 'x')`.execute(db)
  const drawn = fc.sample(person, { numRuns: 300, seed: 1 })
  for (const one of drawn) {
    const id = newId()
    people.set(id, asPerson(one))
    await sql`insert into profile (sandbox_id, id, attributes) values (1, ${id}, ${JSON.stringify(one.attributes)}::jsonb)`.execute(
      db,
    )
    for (const namespace of one.namespaces)
      await sql`insert into profile_identity (sandbox_id, namespace, value, profile_id) values (1, ${namespace}, ${id}, ${id})`.execute(
        db,
      )
    for (const { by, channel, topic, choice } of one.choices)
      await sql`insert into consent (sandbox_id, channel, subject, topic, choice, source) values (1, ${channel}, ${`${by === 'person' ? 'profile' : 'address'}:${id}`}, ${topic}, ${choice}, 'x')`.execute(
        db,
      )
    for (const audience of one.audiences)
      await sql`insert into audience_member (sandbox_id, audience_id, profile_id, joined_at) values (1, ${audience}, ${id}, now())`.execute(
        db,
      )
    for (const { type, at, data } of one.events)
      await sql`insert into profile_event (sandbox_id, at, id, profile_id, type, data) values (1, ${at}, ${newId()}, ${id}, ${type}, ${JSON.stringify(data)}::jsonb)`.execute(
        db,
      )
    for (const m of one.messages)
      await sql`insert into message (sandbox_id, id, campaign_id, version, batch_id, ordinal, profile_id, status, created_at, expires_at, settled_at, opened_at, clicked_at)
        values (1, ${newId()}, ${m.campaignId}, 1, 1, 1, ${id}, ${m.sent ? 'sent' : 'excluded'}, ${m.at}, ${m.at}, ${m.at}, ${m.openedAt}, ${m.clickedAt})`.execute(
        db,
      )
  }
})

const found = async (rule: Rule): Promise<string[]> => {
  const { joins, where } = ruleSet(rule, scope)
  const { rows } = await sql<{ id: string }>`
    select p.id from profile p ${joins} where p.sandbox_id = 1 and ${where} order by p.id`.execute(db)
  return rows.map(({ id }) => id)
}
const isFound = async (rule: Rule, id: string): Promise<boolean> => {
  const { rows } = await sql`select from profile p
    where p.sandbox_id = 1 and ${ruleSql(rule, scope)} and p.id = ${id}::uuid`.execute(db)
  return rows.length > 0
}

describe('a rule', () => {
  test('finds in the database the very people whom it finds in memory', async () => {
    const sizes: number[] = []
    await fc.assert(
      fc.asyncProperty(rule, async (rule) => {
        const inMemory = [...people].filter(([, person]) => belongs(rule, person, now)).map(([id]) => id)
        const inSql = await found(rule)
        sizes.push(inMemory.length)
        expect(inSql).toEqual(inMemory.sort())
      }),
      { numRuns: 600 },
    )
    // The law looked: rules of every size were met.
    expect(sizes.filter((size) => size > 0 && size < people.size).length).toBeGreaterThan(200)
  })

  test('answers for one person as it does for all', async () => {
    const [first, ...rest] = [...people.keys()]
    await fc.assert(
      fc.asyncProperty(rule, fc.constantFrom(first!, ...rest), async (rule, id) => {
        expect(await isFound(rule, id)).toBe(belongs(rule, people.get(id)!, now))
      }),
      { numRuns: 300 },
    )
  })

  test('has the opposite that a sentence says of what must not be', () => {
    let met = 0
    fc.assert(
      fc.property(condition, fc.constantFrom(...people.values()), (condition, person) => {
        const turned = opposite(condition)
        if (!turned) return
        met++
        expect(belongs(turned, person, now)).toBe(!belongs(condition, person, now))
      }),
      { numRuns: 2_000 },
    )
    expect(met).toBeGreaterThan(500)
  })

  test('survives being stored', () => {
    fc.assert(
      fc.property(rule, (rule) => {
        const group = { kind: 'group', join: 'and', not: false, rules: [rule] }
        expect(RuleGroup.parse(JSON.parse(JSON.stringify(group)))).toEqual(group)
      }),
    )
  })
})

test('instants mean the same to the database and in memory', async () => {
  const { instantOf } = await import('@chappe/core/audience/values')
  const digits = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'))
  const text = fc.oneof(
    date,
    fc
      .tuple(
        fc.constantFrom('2028', '1900', '2000', '0001'),
        digits,
        digits,
        fc.constantFrom('', 'T10:00', 'T10:00:01.25Z', 'T23:59:60Z', 'T00:00-11:30'),
      )
      .map(([y, m, d, t]) => `${y}-${m}-${d}${t}`),
    fc.string(),
  )
  const drawn = fc.sample(text, 2_000).filter((one) => !one.includes('\0'))
  const { rows } = await sql<{
    at: Date | null
  }>`select chappe_instant(t) as at from unnest(${drawn}::text[]) with ordinality as d(t, n) order by n`.execute(
    db,
  )
  expect(rows.map(({ at }) => at?.getTime() ?? null)).toEqual(drawn.map(instantOf))
  expect(rows.filter(({ at }) => at !== null).length).toBeGreaterThan(300)
})

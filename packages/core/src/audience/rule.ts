import { z } from 'zod'

/** Counts and lengths that a rule keeps to. */
export const ruleLimits = { depth: 8, conditions: 200, values: 1_000, text: 1_000, path: 200 } as const

/**
 * A dotted path below `profile` (or below an event's data, or an item): names as they are, whole numbers for places
 * in lists.
 */
export const RulePath = z
  .string()
  .max(ruleLimits.path)
  .regex(/^[^.\0]+(\.[^.\0]+)*$/, 'Names joined by points')

const text = z
  .string()
  .max(ruleLimits.text)
  // No profile holds it: PostgreSQL has no such letter.
  .regex(/^[^\0]*$/, 'Must not hold U+0000')
const scalar = z.union([text, z.number(), z.boolean()])
const scalars = z.array(scalar).min(1).max(ruleLimits.values)
const day = z.iso.date()
const instant = z.union([day, z.iso.datetime({ offset: true })])

export const timeUnits = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
export type TimeUnit = (typeof timeUnits)[number]
const span = { amount: z.int().min(1).max(10_000), unit: z.enum(timeUnits) }

/**
 * A question about one value. Each `not_…` is the exact complement of the other: what is missing is not equal,
 * not in a list, does not contain. All others are false for what is missing or of another type.
 */
export const Test = z.discriminatedUnion('operator', [
  z.object({ operator: z.enum(['exists', 'missing']) }),
  z.object({ operator: z.enum(['equals', 'not_equals']), value: scalar }),
  z.object({ operator: z.enum(['in', 'not_in']), values: scalars }),
  /** Texts, whatever the case of their letters. */
  z.object({
    operator: z.enum(['contains', 'not_contains', 'starts_with', 'ends_with']),
    value: text.min(1),
  }),
  z.object({ operator: z.enum(['greater', 'at_least', 'less', 'at_most']), value: z.number() }),
  z.object({ operator: z.literal('between'), from: z.number(), to: z.number() }),
  /** Dates and date-times (RFC 3339; without an offset: UTC). A bare date is its first instant. */
  z.object({ operator: z.enum(['before', 'from']), date: instant }),
  /** Relative to the moment of evaluation; months and years by the calendar. */
  z.object({ operator: z.enum(['within_last', 'not_within_last', 'within_next']), ...span }),
  /** Day and month fall on today or on one of the days after it, `days` of them (UTC). 29 February counts on the 28th. */
  z.object({ operator: z.literal('anniversary'), days: z.int().min(0).max(180) }),
  /** Lists of scalars. */
  z.object({ operator: z.enum(['includes_any', 'includes_all', 'includes_none']), values: scalars }),
])
export type Test = z.infer<typeof Test>
export type OperatorName = Test['operator']

/** Nothing: since ever. `from` and `to` are instants, the rest as in tests. */
export const Window = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ever') }),
  z.object({ kind: z.literal('last'), ...span }),
  z.object({ kind: z.literal('between'), from: instant, to: instant }),
])
export type Window = z.infer<typeof Window>

export const NumberTest = z.discriminatedUnion('operator', [
  z.object({
    operator: z.enum(['equals', 'greater', 'at_least', 'less', 'at_most']),
    value: z.number(),
  }),
  z.object({ operator: z.literal('between'), from: z.number(), to: z.number() }),
])
export type NumberTest = z.infer<typeof NumberTest>

const PathTest = z.object({ path: RulePath, test: Test })
const pathTests = z.array(PathTest).max(20)

/** What is counted of the events that match: how many, or something of the numbers at `path` in their data. */
export const Measure = z.discriminatedUnion('of', [
  z.object({ of: z.literal('count') }),
  z.object({ of: z.enum(['sum', 'min', 'max']), path: RulePath }),
])
export type Measure = z.infer<typeof Measure>

export const engagements = ['sent', 'opened', 'clicked'] as const

export const Condition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('attribute'), path: RulePath, test: Test }),
  /** Of the objects in a list, one (or none) passes all these tests together. */
  z.object({
    kind: z.literal('items'),
    path: RulePath,
    quantifier: z.enum(['some', 'none']),
    tests: pathTests.min(1),
  }),
  z.object({ kind: z.literal('identity'), namespace: z.string().min(1).max(60), present: z.boolean() }),
  /** What the person chose for the channel (and topic), or the sandbox's default where they chose nothing. */
  z.object({
    kind: z.literal('consent'),
    channel: z.enum(['email', 'sms', 'push']),
    topic: z.string().max(60).default(''),
    choice: z.enum(['in', 'out']),
  }),
  z.object({ kind: z.literal('audience'), audienceId: z.uuid(), member: z.boolean() }),
  z.object({
    kind: z.literal('event'),
    type: z.string().min(1).max(100),
    where: pathTests,
    window: Window,
    measure: Measure,
    test: NumberTest,
  }),
  /** Messages of a campaign (null: of any). */
  z.object({
    kind: z.literal('engagement'),
    action: z.enum(engagements),
    campaignId: z.uuid().nullable(),
    window: Window,
    test: NumberTest,
  }),
])
export type Condition = z.infer<typeof Condition>

/** Conditions joined by and/or, with `not` before the whole. An empty group is true (and) or false (or). */
export interface Group {
  kind: 'group'
  join: 'and' | 'or'
  not: boolean
  rules: Rule[]
}
export type Rule = Group | Condition

const AnyRule: z.ZodType<Rule> = z.lazy(() => z.union([AnyGroup, Condition]))
const AnyGroup: z.ZodType<Group> = z.lazy(() =>
  z.object({
    kind: z.literal('group'),
    join: z.enum(['and', 'or']),
    not: z.boolean().default(false),
    rules: z.array(AnyRule).max(ruleLimits.conditions),
  }),
)

/** A whole rule: a group, kept to its limits. */
export const RuleGroup = AnyGroup.superRefine((rule, check) => {
  const { depth, conditions } = sizeOf(rule)
  const refuse = (message: string) => check.addIssue({ code: 'custom', message })
  if (depth > ruleLimits.depth) refuse(`Groups may stand ${ruleLimits.depth} deep at most`)
  if (conditions > ruleLimits.conditions) refuse(`A rule has ${ruleLimits.conditions} conditions at most`)
})

function sizeOf(rule: Rule): { depth: number; conditions: number } {
  if (rule.kind !== 'group') return { depth: 0, conditions: 1 }
  const inner = rule.rules.map(sizeOf)
  return {
    depth: 1 + Math.max(0, ...inner.map((one) => one.depth)),
    conditions: inner.reduce((sum, one) => sum + one.conditions, 0),
  }
}

/** Every condition of a rule, in order. */
export function* conditionsOf(rule: Rule): Generator<Condition> {
  if (rule.kind === 'group') for (const inner of rule.rules) yield* conditionsOf(inner)
  else yield rule
}

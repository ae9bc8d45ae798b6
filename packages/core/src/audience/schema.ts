import { z } from 'zod'
import { Tags } from '../campaign/schema.ts'
import { audienceStatuses } from './lifecycle.ts'
import { RuleGroup, RulePath } from './rule.ts'

const instant = z.iso.datetime({ offset: true })

/** Counts that audiences keep to. */
export const audienceLimits = {
  name: 200,
  description: 2_000,
  /** Parts of a composition, and how deep they stand. */
  parts: 50,
  depth: 6,
  /** People shown beside an estimate. */
  samples: 10,
  /** Rows of one upload of a list, and columns kept with each person. */
  listRows: 1_000_000,
  listColumns: 50,
} as const

export const audienceKinds = ['rule', 'list', 'composition'] as const
export type AudienceKind = (typeof audienceKinds)[number]

/** A set of people made of others. `split` takes the same people every time: by a hash of the profile and the seed. */
export type Composition =
  | { op: 'audience'; id: string }
  | { op: 'union' | 'intersect'; of: Composition[] }
  | { op: 'exclude'; from: Composition; without: Composition }
  | { op: 'split'; of: Composition; from: number; to: number; seed: string }
  | { op: 'limit'; of: Composition; count: number; by: string; order: 'asc' | 'desc' }

const percent = z.number().min(0).max(100)
const Part: z.ZodType<Composition> = z.lazy(() =>
  z.discriminatedUnion('op', [
    z.object({ op: z.literal('audience'), id: z.uuid() }),
    z.object({ op: z.enum(['union', 'intersect']), of: z.array(Part).min(1).max(audienceLimits.parts) }),
    z.object({ op: z.literal('exclude'), from: Part, without: Part }),
    /** Percents of the people, `from` included and `to` not. */
    z.object({ op: z.literal('split'), of: Part, from: percent, to: percent, seed: z.string().max(100) }),
    /** The first `count` people when ranked by an attribute; those without it come last, ties by profile. */
    z.object({
      op: z.literal('limit'),
      of: Part,
      count: z.int().min(1).max(100_000_000),
      by: z.union([RulePath, z.literal('')]).default(''),
      order: z.enum(['asc', 'desc']).default('desc'),
    }),
  ]),
)
export const CompositionTree = Part.superRefine((tree, check) => {
  const { depth, parts } = sizeOf(tree)
  const refuse = (message: string) => check.addIssue({ code: 'custom', message })
  if (depth > audienceLimits.depth) refuse(`Parts may stand ${audienceLimits.depth} deep at most`)
  if (parts > audienceLimits.parts) refuse(`A composition has ${audienceLimits.parts} parts at most`)
})

const partsOf = (tree: Composition): Composition[] => {
  switch (tree.op) {
    case 'audience':
      return []
    case 'union':
    case 'intersect':
      return tree.of
    case 'exclude':
      return [tree.from, tree.without]
    default:
      return [tree.of]
  }
}

function sizeOf(tree: Composition): { depth: number; parts: number } {
  const inner = partsOf(tree).map(sizeOf)
  return {
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    parts: inner.reduce((sum, { parts }) => sum + parts, 1),
  }
}

/** The audiences that a composition names. */
export function* audiencesIn(tree: Composition): Generator<string> {
  if (tree.op === 'audience') yield tree.id
  else for (const part of partsOf(tree)) yield* audiencesIn(part)
}

/** What an audience is; a list has its members only, and the names of the columns kept with them. */
export const AudienceDefinition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rule'), rule: RuleGroup }),
  z.object({
    kind: z.literal('list'),
    columns: z.array(z.string().max(60)).max(audienceLimits.listColumns).default([]),
  }),
  z.object({ kind: z.literal('composition'), tree: CompositionTree }),
])
export type AudienceDefinition = z.infer<typeof AudienceDefinition>

/** When an audience is evaluated by itself. It always is before each send. */
const AudienceSchedule = z.object({ everyMinutes: z.int().min(5).max(43_200) })

export const Audience = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  kind: z.enum(audienceKinds),
  status: z.enum(audienceStatuses),
  definition: AudienceDefinition,
  schedule: AudienceSchedule.nullable(),
  /** Null: never evaluated. */
  members: z.int().nullable(),
  evaluatedAt: instant.nullable(),
  /** Why the last evaluation failed; null when it did not. */
  failure: z.string().nullable(),
  revision: z.int(),
  createdAt: instant,
  createdBy: z.string(),
  modifiedAt: instant,
  modifiedBy: z.string(),
})
export type Audience = z.infer<typeof Audience>

export const AudienceInput = z.object({
  name: z.string().trim().min(1).max(audienceLimits.name),
  description: z.string().max(audienceLimits.description).default(''),
  tags: Tags.default([]),
  definition: AudienceDefinition,
  schedule: AudienceSchedule.nullable().default(null),
})

/** A person as lists show them. */
export const PersonSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  identities: z.array(z.object({ namespace: z.string(), value: z.string() })),
})

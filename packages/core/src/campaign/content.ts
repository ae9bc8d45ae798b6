import { type Analysis, analyze } from '../template/analyze.ts'
import { fragmentRefs } from '../template/fragments.ts'
import { parse } from '../template/parse.ts'
import type { TemplateProblem } from '../template/problems.ts'
import { sampleValues } from '../template/sample.ts'
import { contextSchema as inferredSchema, type ValueSchema } from '../template/schema.ts'
import { mergeVariables, pathText, type Variable as Used, variableKey } from '../template/variables.ts'
import { contentsOf, type Fragments, type LocaleContent, noFragments } from './contents.ts'
import { type ContentPart, contentParts } from './parts.ts'
import type { Variable } from './review.ts'
import type { ContextSchema, Definition, EmailContent } from './schema.ts'

export { type ContentPart, contentParts } from './parts.ts'

export interface PartProblem extends TemplateProblem {
  readonly part: ContentPart
}

export interface ContentAnalysis {
  /** In the order of the parts, then of their text. */
  readonly problems: readonly PartProblem[]
  readonly variables: readonly Used[]
}

/** Reads every part of the content. A part that cannot be parsed tells its problems and no variables. */
export function analyzeContent(
  content: Pick<EmailContent, ContentPart>,
  attributes?: readonly string[],
): ContentAnalysis {
  const analyses = contentParts.map((part): Analysis & { part: ContentPart } => {
    const parsed = parse(content[part])
    return parsed.ok
      ? { part, ...analyze(parsed.ast, { part, ...(attributes && { attributes }) }) }
      : { part, problems: parsed.problems, variables: [], fields: [], audiences: [] }
  })
  return {
    problems: analyses.flatMap(({ part, problems }) => problems.map((problem) => ({ ...problem, part }))),
    variables: mergeVariables(...analyses.map(({ variables }) => variables)),
  }
}

/** One locale's content, read. */
export interface LocaleAnalysis extends ContentAnalysis {
  readonly variant: string | null
  readonly locale: string | null
}

export interface DefinitionAnalysis {
  /** In the order of `contentsOf`. */
  readonly contents: readonly LocaleAnalysis[]
  /** Of all contents: a caller cannot know which of them a person will get. */
  readonly variables: readonly Used[]
}

/** Reads everything that a definition says, its fragments included. Problems stand where its author wrote. */
export function analyzeDefinition(
  definition: Definition,
  fragments: Fragments = noFragments,
  attributes?: readonly string[],
): DefinitionAnalysis {
  const contents = contentsOf(definition, fragments).map((one) => ({
    variant: one.variant,
    locale: one.locale,
    ...analyzeExpanded(one, attributes),
  }))
  return { contents, variables: mergeVariables(...contents.map(({ variables }) => variables)) }
}

function analyzeExpanded(
  { source, content, problems }: LocaleContent,
  attributes?: readonly string[],
): ContentAnalysis {
  const written = analyzeContent(source, attributes)
  if (contentParts.every((part) => source[part] === content[part]))
    return { problems: [...written.problems, ...problems], variables: written.variables }
  const uses = new Map(written.variables.map((one) => [variableKey(one), one.uses]))
  const variables = analyzeContent(content).variables.map((one) => {
    // What only a fragment reads is told where the author refers to the fragment.
    const elsewhere = one.uses.map((use) => ({
      ...(fragmentRefs(source[use.part as ContentPart])[0]?.at ?? use),
      part: use.part,
    }))
    return { ...one, uses: uses.get(variableKey(one)) ?? elsewhere }
  })
  return { problems: [...written.problems, ...problems], variables }
}

/** What a caller can give: the ends of the paths, without the objects and lists on the way to them. */
const endsOf = (variables: readonly Used[]): Used[] =>
  variables.filter(
    (one) =>
      one.namespace !== 'system' &&
      !variables.some(
        (other) =>
          other.namespace === one.namespace &&
          other.path.length > one.path.length &&
          one.path.every((key, index) => other.path[index] === key),
      ),
  )

/** The variables that a caller can give, as a review tells them. */
export const leavesOf = (variables: readonly Used[]): Variable[] =>
  endsOf(variables).map(({ namespace, path, type, hasDefault }) => ({
    root: namespace as Variable['root'],
    path: pathText(path),
    type,
    hasDefault,
  }))

/** Variables that find no value in `scope` and have no default, by their whole names. */
export const missingFrom = (
  variables: readonly Used[],
  scope: Readonly<Record<Variable['root'], unknown>>,
): string[] =>
  endsOf(variables)
    .filter((one) => !one.hasDefault && !isGiven(scope[one.namespace as Variable['root']], one.path))
    .map(({ namespace, path }) => `${namespace}.${pathText(path)}`)

/** Whether something to print is there; of a list, whether each of its items has it. */
function isGiven(value: unknown, [key, ...rest]: Used['path']): boolean {
  if (key === undefined) return value !== undefined && value !== null && value !== ''
  if (typeof key === 'number') return Array.isArray(value) && value.every((item) => isGiven(item, rest))
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false
  return isGiven((value as Record<string, unknown>)[key], rest)
}

/** The schema that the definition has, or the one that its content asks for. */
export const contextSchemaOf = (definition: Definition, variables: readonly Used[]): ContextSchema =>
  definition.context.schema ?? (inferredSchema(variables) as ContextSchema)

/** Values of the right types and likely kinds for every variable of the content. */
export const samplesOf = (definition: Definition, variables: readonly Used[]) =>
  sampleValues(variables, (definition.context.schema ?? undefined) as ValueSchema | undefined)

import type { Span } from './ast.ts'
import type { Namespace } from './names.ts'

/** `date` is a text that holds a date or a date-time. */
export type VariableType = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'date'

/** Where a variable is used: in which part of the content, and where in that part's source. */
export interface Use extends Span {
  readonly part: string
}

/** A value that a template reads, whether the template reads it whole or only something inside it. */
export interface Variable {
  readonly namespace: Namespace
  /** Names from the namespace down; 0 stands for "each item of the list". */
  readonly path: readonly (string | number)[]
  readonly type: VariableType
  /** Whether the template needs this type; false when any scalar would do, as in a plain `{{ }}`. */
  readonly certain: boolean
  /** Whether each message lacks something without it: written outside conditions, without a default. */
  readonly required: boolean
  /** Whether each place that writes it gives a default. */
  readonly hasDefault: boolean
  readonly uses: readonly Use[]
}

/** How strongly a use speaks for a type: an item access outweighs a comparison, that outweighs a print. */
const evidence = { tested: 0, printed: 1, computed: 2, list: 3, object: 4 } as const
export type Evidence = keyof typeof evidence

/** For people to read: `items[].name`. */
export const pathText = (path: readonly (string | number)[]): string =>
  path.map((key, i) => (typeof key === 'number' ? '[]' : i === 0 ? key : `.${key}`)).join('')

/** Variables by what they name. The key is unambiguous whatever the names contain. */
export const variableKey = ({ namespace, path }: Pick<Variable, 'namespace' | 'path'>): string =>
  JSON.stringify([namespace, ...path])

/** The variables of several parts (subject, HTML, text …) as those of one message. */
export function mergeVariables(...lists: readonly (readonly Variable[])[]): Variable[] {
  const merged = new Map<string, Variable>()
  for (const variable of lists.flat()) {
    const key = variableKey(variable)
    const known = merged.get(key)
    merged.set(key, known ? mergeTwo(known, variable) : variable)
  }
  return [...merged.values()]
}

const strength = ({ type, certain }: Variable): number =>
  type === 'object'
    ? evidence.object
    : type === 'array'
      ? evidence.list
      : certain
        ? evidence.computed
        : type === 'string'
          ? evidence.printed
          : evidence.tested

function mergeTwo(a: Variable, b: Variable): Variable {
  const stronger = strength(b) > strength(a) ? b : a
  const conflict = a.certain && b.certain && a.type !== b.type && strength(a) === strength(b)
  return {
    ...a,
    type: conflict ? 'string' : stronger.type,
    certain: conflict ? false : stronger.certain,
    required: a.required || b.required,
    hasDefault: a.hasDefault && b.hasDefault,
    uses: [...a.uses, ...b.uses],
  }
}

import type { Span } from './ast.ts'

export type Params = Readonly<Record<string, string | number>>

interface Row {
  readonly severity: 'error' | 'warning'
  readonly message: (params: Params) => string
}

const error = (message: Row['message']): Row => ({ severity: 'error', message })
const warning = (message: Row['message']): Row => ({ severity: 'warning', message })
const hint = ({ suggestion }: Params) => (suggestion ? ` Did you mean "${suggestion}"?` : '')

/** Kinds of arguments and types of values. */
const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  array: 'a list',
  map: 'a map',
  object: 'a map',
  date: 'a date',
}

/** Every problem a template can have. Codes and params are stable: other languages translate from them. */
export const catalogue = {
  'unclosed-tag': error((p) => `"${p.open}" is never closed with "${p.close}".`),
  'unclosed-string': error(() => 'This text has no closing quote.'),
  'unclosed-block': error((p) => `The block "${p.tag}" opened here is never closed.`),
  'empty-tag': error(() => 'There is nothing between the braces.'),
  'unexpected-token': error((p) => `"${p.found}" is not expected here.`),
  'unexpected-end': error((p) => `The tag ends too early: ${p.expected} is missing.`),
  'expected-token': error((p) => `Expected ${p.expected} but found "${p.found}".`),
  'quoted-segment-needed': error((p) => `Write \`${p.name}\` between backticks: it starts with a digit.`),
  'number-too-long': error(() => 'A number has at most 15 digits on each side of the point.'),
  'too-deep': error((p) => `Nested more than ${p.limit} levels deep.`),
  'tag-too-long': error((p) => `One tag holds more than ${p.limit} words and signs.`),
  'unknown-tag': error((p) => `Unknown tag "${p.name}".${hint(p)}`),
  'unknown-function': error((p) => `Unknown function "${p.name}".${hint(p)}`),
  'wrong-arguments': error((p) => `"${p.name}" takes ${p.expected} argument(s), not ${p.given}.`),
  'unknown-loop-variable': error((p) => `Unknown loop variable "@${p.name}".${hint(p)}`),
  'unexpected-close': error((p) => `"/${p.name}" closes a block that is not open.`),
  'unexpected-else': error(() => 'This "else" belongs to no open block, or comes after its last "else".'),
  'reserved-name': error((p) => `"${p.name}" is reserved and cannot name a variable.`),
  'unknown-namespace': error((p) => `Unknown name "${p.name}".${hint(p)}`),
  'unknown-system-value': error((p) => `The system has no value "${p.name}".${hint(p)}`),
  'this-outside-block': error(() => '"this" has a meaning only inside "each" or "with".'),
  'loop-variable-outside-loop': error((p) => `"@${p.name}" has a meaning only inside "each".`),
  'fragment-without-id': error(() => 'A fragment is named by its id: {{ fragment id="…" }}.'),
  'repeated-field': error((p) => `The field "${p.name}" is given twice.`),
  'unknown-fragment': error((p) => `There is no fragment "${p.name}".`),
  'broken-fragment': error(
    (p) => `The fragment "${p.name}" cannot be read (line ${p.line}, column ${p.column}).`,
  ),
  'fragment-cycle': error((p) => `The fragment "${p.name}" contains itself.`),
  'fragment-too-deep': error((p) => `Fragments stand more than ${p.limit} deep inside each other.`),
  'too-many-fragments': error(
    (p) => `More than ${p.limit} fragments are used, those inside others included.`,
  ),
  'unexpanded-fragment': error((p) => `The fragment "${p.name}" has not been put in its place.`),
  'invalid-pattern': error((p) => `This regular expression cannot be used: ${p.reason}.`),
  'unknown-attribute': warning((p) => `The profile has no attribute "${p.name}".${hint(p)}`),
  'constant-condition': warning(() => 'This condition never changes: it uses no variable.'),
  'always-same': warning(() => 'This condition never changes: both sides are the same.'),
  'missing-default': warning(
    (p) => `"${p.name}" may be missing from a profile: give a default, as in "${p.example}".`,
  ),
  'wrong-type': warning(
    (p) => `"${p.name}" needs ${typeWords[p.expected!]}, and this is ${typeWords[p.given!]}.`,
  ),
  'unused-variable': warning((p) => `The variable "${p.name}" is never used.`),
  'limit-steps': error((p) => `Rendering takes more than ${p.limit} steps.`),
  'limit-output': error((p) => `The result is longer than ${p.limit} characters.`),
  'limit-items': error((p) => `The list has more than ${p.limit} items.`),
  'limit-text': error((p) => `A text is longer than ${p.limit} characters.`),
} satisfies Record<string, Row>

export type ProblemCode = keyof typeof catalogue

export interface TemplateProblem {
  readonly code: ProblemCode
  readonly severity: 'error' | 'warning'
  readonly params: Params
  readonly line: number
  readonly column: number
  readonly offset: number
  readonly length: number
}

export function problem(
  code: ProblemCode,
  at: Span,
  params: Readonly<Record<string, string | number | undefined>> = {},
): TemplateProblem {
  const given = Object.entries(params).filter((entry) => entry[1] !== undefined)
  return {
    code,
    severity: catalogue[code].severity,
    params: Object.fromEntries(given) as Params,
    line: at.line,
    column: at.column,
    offset: at.offset,
    length: at.end - at.offset,
  }
}

/** The problem as an English sentence. */
export const describe = ({ code, params }: Pick<TemplateProblem, 'code' | 'params'>): string =>
  catalogue[code].message(params)

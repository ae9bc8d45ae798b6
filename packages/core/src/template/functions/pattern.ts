import { type Found, match, type Regex, regex } from '../regex/match.ts'
import { Unusable } from '../regex/syntax.ts'
import { maxTextLength } from '../values.ts'
import { type Environment, rowIn } from './row.ts'

/** So many steps of a pattern's program cost as much as one step of a template. */
const perStep = 8
/** What starting a search costs. */
const perSearch = 16

/** What searches one text: code points, and a purse that is opened once in a while. */
function searcher({ spend }: Environment, text: string) {
  const codes = Array.from(text, (char) => char.codePointAt(0)!)
  let owed = 0
  const pay = (steps: number) => {
    owed += steps
    if (owed < perStep * 64) return
    spend(owed / perStep)
    owed = 0
  }
  return {
    codes,
    first(program: Regex, from: number, whole = false) {
      pay(perSearch)
      return match(program, { text: codes, from, whole, spend: pay })
    },
  }
}

const textOf = (codes: readonly number[], from: number | undefined, to: number | undefined): string => {
  let text = ''
  for (let i = from ?? 0; i < (to ?? 0); i++) text += String.fromCodePoint(codes[i]!)
  return text
}

const usable = (pattern: string): Regex | null => {
  const found = regex(pattern)
  return found instanceof Unusable ? null : found
}

/** Why a pattern cannot be used; null when it can. */
export const patternFault = (pattern: string): string | null => {
  const found = regex(pattern)
  return found instanceof Unusable ? found.message : null
}

/** Functions whose second argument is a regular expression. */
export const takesPattern: ReadonlySet<string> = new Set(['matches', 'replaceAll', 'regexGroup'])

function isWhole(lent: Environment, text: string, pattern: string): boolean | null {
  const program = usable(pattern)
  return program && searcher(lent, text).first(program, 0, true) !== null
}

/** `$1`, `${name}` and `\$` in what replaces; a group that took no part is empty. */
function written(by: string, program: Regex, codes: readonly number[], found: Found): string {
  const group = (index: number) => textOf(codes, found[index * 2], found[index * 2 + 1])
  return by.replace(
    /\\(.)|\$(?:(\d)|\{(\w+)\})/gs,
    (all, escaped?: string, digit?: string, name?: string) => {
      if (escaped !== undefined) return escaped
      const index = digit === undefined ? program.names.get(name!) : Number(digit)
      return index === undefined || index * 2 >= program.slots ? all : group(index)
    },
  )
}

function replaced(lent: Environment, text: string, pattern: string, by: string): string | null {
  const program = usable(pattern)
  if (!program) return null
  const search = searcher(lent, text)
  let out = ''
  let from = 0
  let start = 0
  for (
    let found = search.first(program, 0);
    found;
    found = start <= search.codes.length ? search.first(program, start) : null
  ) {
    const [begin, end] = found as [number, number]
    out += textOf(search.codes, from, begin) + written(by, program, search.codes, found)
    if (out.length > maxTextLength) throw new RangeError('text too long')
    from = end
    start = end === begin ? end + 1 : end
  }
  return out + textOf(search.codes, from, search.codes.length)
}

/** `%` is any text, `_` any one character, as in SQL. */
const likePattern = (like: string): string =>
  `(?s)${Array.from(like, (char) => (char === '%' ? '.*' : char === '_' ? '.' : /\w|\s/.test(char) || char > '~' ? char : `\\${char}`)).join('')}`

export const patternFunctions = {
  matches: rowIn(
    ['string', 'string'],
    [
      'boolean',
      'Whether the whole text matches a regular expression (Java’s, without backreferences and lookaround).',
      'matches("CH-1042", "[A-Z]{2}-\\\\d+")',
      'true',
    ],
    isWhole,
  ),
  like: rowIn(
    ['string', 'string'],
    [
      'boolean',
      'Whether the whole text is like a pattern: % is any text, _ any one character.',
      'like("Chappe", "Ch%p_")',
      'true',
    ],
    (lent, text, like) => isWhole(lent, text, likePattern(like)),
  ),
  replaceAll: rowIn(
    ['string', 'string', 'string'],
    [
      'string',
      'Each match of a regular expression replaced; $1 is what its first group matched.',
      'replaceAll("2026-03-29", "(\\\\d+)-(\\\\d+)-(\\\\d+)", "$3/$2/$1")',
      '29/03/2026',
    ],
    replaced,
  ),
  regexGroup: rowIn(
    ['string', 'string', 'number'],
    [
      'string',
      'What a group of the first match matched (0: the whole match); null without a match.',
      'regexGroup("ann@example.com", "@(\\\\w+)", 1)',
      'example',
    ],
    (lent, text, pattern, group) => {
      const program = usable(pattern)
      const search = searcher(lent, text)
      const found = program && search.first(program, 0)
      const index = Math.trunc(group) * 2
      return found?.[index] === undefined ? null : textOf(search.codes, found[index], found[index + 1])
    },
  ),
} as const

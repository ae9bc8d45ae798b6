/**
 * Regular expressions in the Java notation, without what only backtracking can match: no backreferences, no
 * looking around, no possessive or atomic groups. What is left is matched in time linear in the text (see
 * `match.ts`), so that no pattern, be it built from a profile's attribute, can hang a worker.
 */

export type Test = (code: number) => boolean
export type Assertion = 'start' | 'end' | 'textEnd' | 'lineStart' | 'lineEnd' | 'word' | 'noWord'

export type Pattern =
  | { readonly kind: 'set'; readonly test: Test }
  | { readonly kind: 'assert'; readonly assertion: Assertion }
  | { readonly kind: 'all'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'either'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'group'; readonly index: number; readonly part: Pattern }
  | {
      readonly kind: 'repeat'
      readonly part: Pattern
      readonly min: number
      readonly max: number
      readonly greedy: boolean
    }

export interface Read {
  readonly pattern: Pattern
  readonly groups: number
  readonly names: ReadonlyMap<string, number>
}

/** Why a pattern cannot be used. It never leaves this folder. */
export class Unusable extends Error {}

const maxLength = 1000
const maxDepth = 50
const maxRepeat = 1000

export function readPattern(source: string): Read {
  if (source.length > maxLength) throw new Unusable(`it is longer than ${maxLength} characters`)
  return new Reader(source).whole()
}

interface Flags {
  readonly ignoreCase: boolean
  readonly dotAll: boolean
  readonly multiline: boolean
}

class Reader {
  readonly #chars: readonly string[]
  readonly #names = new Map<string, number>()
  #at = 0
  #groups = 0
  #depth = 0
  #flags: Flags = { ignoreCase: false, dotAll: false, multiline: false }

  constructor(source: string) {
    this.#chars = [...source]
  }

  whole(): Read {
    const pattern = this.#either()
    if (this.#next !== undefined) throw new Unusable('a ) closes nothing')
    return { pattern, groups: this.#groups, names: this.#names }
  }

  get #next(): string | undefined {
    return this.#chars[this.#at]
  }

  #take(mark: string): boolean {
    const chars = [...mark]
    if (chars.some((char, i) => this.#chars[this.#at + i] !== char)) return false
    this.#at += chars.length
    return true
  }

  #char(): string {
    const char = this.#chars[this.#at++]
    if (char === undefined) throw new Unusable('it ends too early')
    return char
  }

  #either(): Pattern {
    if (++this.#depth > maxDepth) throw new Unusable('its groups stand too deep in each other')
    const parts = [this.#all()]
    while (this.#take('|')) parts.push(this.#all())
    this.#depth--
    return parts.length === 1 ? parts[0]! : { kind: 'either', parts }
  }

  #all(): Pattern {
    const parts: Pattern[] = []
    while (this.#next !== undefined && this.#next !== '|' && this.#next !== ')') {
      if (this.#take('\\Q')) parts.push(...this.#quoted())
      else parts.push(this.#repeated(this.#atom()))
    }
    return { kind: 'all', parts }
  }

  /** What follows the quote repeats its last character. */
  #quoted(): Pattern[] {
    const parts: Pattern[] = []
    while (this.#next !== undefined && !this.#take('\\E')) {
      const part = this.#set(is(this.#char()))
      if (!this.#take('\\E')) parts.push(part)
      else return [...parts, this.#repeated(part)]
    }
    return parts
  }

  #repeated(part: Pattern): Pattern {
    let found = part
    for (;;) {
      const bounds = this.#bounds()
      if (!bounds) return found
      if (found !== part) throw new Unusable('a repetition is repeated')
      const greedy = !this.#take('?')
      if (this.#next === '+') throw new Unusable('possessive repetition is not supported')
      found = { kind: 'repeat', part, ...bounds, greedy }
    }
  }

  #bounds(): { min: number; max: number } | null {
    if (this.#take('*')) return { min: 0, max: Number.POSITIVE_INFINITY }
    if (this.#take('+')) return { min: 1, max: Number.POSITIVE_INFINITY }
    if (this.#take('?')) return { min: 0, max: 1 }
    if (this.#next !== '{') return null
    const [all, least, comma, most] = /^\{(\d{1,4})(,)?(\d{1,4})?\}/.exec(this.#ahead(12)) ?? []
    if (all === undefined) throw new Unusable('a { begins no repetition')
    this.#at += all.length
    const min = Number(least)
    const max = comma === undefined ? min : most === undefined ? Number.POSITIVE_INFINITY : Number(most)
    if (max < min || min > maxRepeat) throw new Unusable(`${all} is no repetition`)
    return { min, max }
  }

  #ahead(count: number): string {
    return this.#chars.slice(this.#at, this.#at + count).join('')
  }

  #atom(): Pattern {
    const char = this.#char()
    switch (char) {
      case '.': {
        const { dotAll } = this.#flags
        return { kind: 'set', test: dotAll ? () => true : (code) => !isLineEnd(code) }
      }
      case '^':
        return { kind: 'assert', assertion: this.#flags.multiline ? 'lineStart' : 'start' }
      case '$':
        return { kind: 'assert', assertion: this.#flags.multiline ? 'lineEnd' : 'end' }
      case '[':
        return this.#set(this.#class())
      case '(':
        return this.#group()
      case '\\':
        return this.#escaped()
      case '*':
      case '+':
      case '?':
        throw new Unusable(`${char} repeats nothing`)
      default:
        return this.#set(is(char))
    }
  }

  #group(): Pattern {
    const outer = this.#flags
    if (!this.#take('?')) return this.#captured(outer)
    if (this.#take('<')) {
      if (this.#next === '=' || this.#next === '!') throw new Unusable('looking around is not supported')
      const [, name] = /^([A-Za-z][A-Za-z0-9]{0,40})>/.exec(this.#ahead(42)) ?? []
      if (name === undefined) throw new Unusable('a group has no name')
      this.#at += name.length + 1
      this.#names.set(name, this.#groups + 1)
      return this.#captured(outer)
    }
    if (this.#next === '=' || this.#next === '!') throw new Unusable('looking around is not supported')
    const [all, on, off, end] = /^([imsu]*)(?:-([imsu]+))?([:)])/.exec(this.#ahead(12)) ?? []
    if (all === undefined) throw new Unusable('(? begins no group')
    this.#at += all.length
    this.#flags = flagged(flagged(outer, on!, true), off ?? '', false)
    if (end === ')') return { kind: 'all', parts: [] }
    return this.#closed(outer)
  }

  #captured(outer: Flags): Pattern {
    const index = ++this.#groups
    return { kind: 'group', index, part: this.#closed(outer) }
  }

  /** Flags set in a group end with it. */
  #closed(outer: Flags): Pattern {
    const part = this.#either()
    if (!this.#take(')')) throw new Unusable('a group is never closed')
    this.#flags = outer
    return part
  }

  #escaped(): Pattern {
    const char = this.#char()
    const assertion = assertions[char]
    if (assertion) return { kind: 'assert', assertion }
    if (/[1-9k]/.test(char)) throw new Unusable('backreferences are not supported')
    return this.#set(this.#escape(char))
  }

  /** What a backslash and a character mean, in a class or not. */
  #escape(char: string): Test {
    const known = classes[char]
    if (known) return known
    if (char === 'p' || char === 'P') return property(this.#propertyName(), char === 'P')
    const code = this.#code(char)
    return (candidate) => candidate === code
  }

  #code(char: string): number {
    const control = controls[char]
    if (control !== undefined) return control
    if (char === 'x' || char === 'u') {
      const digits = char === 'x' ? 2 : 4
      const hex = this.#ahead(digits)
      if (!/^[\da-f]+$/i.test(hex) || hex.length < digits)
        throw new Unusable(`\\${char} needs ${digits} digits`)
      this.#at += digits
      return Number.parseInt(hex, 16)
    }
    if (/[A-Za-z0-9]/.test(char)) throw new Unusable(`\\${char} has no meaning`)
    return char.codePointAt(0)!
  }

  #propertyName(): string {
    const [all, name = ''] = /^(?:\{(?:Is)?(\w{1,40})\}|\w)/.exec(this.#ahead(46)) ?? []
    if (all === undefined) throw new Unusable('\\p needs a name')
    this.#at += all.length
    return name || all
  }

  #class(): Test {
    const isNegated = this.#take('^')
    const tests: Test[] = []
    let isFirst = true
    while (isFirst || this.#next !== ']') {
      const char = this.#char()
      isFirst = false
      if (char === '[' || (char === '&' && this.#next === '&'))
        throw new Unusable('classes in classes are not supported')
      tests.push(this.#member(char))
    }
    this.#at++
    const test: Test = (code) => tests.some((one) => one(code))
    return isNegated ? (code) => !test(code) : test
  }

  #member(char: string): Test {
    if (char === '\\' && (classes[this.#next ?? ''] || /[pP]/.test(this.#next ?? '')))
      return this.#escape(this.#char())
    const from = this.#single(char)
    const after = this.#chars[this.#at + 1]
    if (this.#next !== '-' || after === undefined || after === ']') return (code) => code === from
    this.#at++
    const to = this.#single(this.#char())
    if (to < from) throw new Unusable('a range of characters is upside down')
    return (code) => code >= from && code <= to
  }

  #single(char: string): number {
    return char === '\\' ? this.#code(this.#char()) : char.codePointAt(0)!
  }

  #set(test: Test): Pattern {
    if (!this.#flags.ignoreCase) return { kind: 'set', test }
    return { kind: 'set', test: (code) => test(code) || cased(code).some(test) }
  }
}

const is = (char: string): Test => {
  const code = char.codePointAt(0)!
  return (candidate) => candidate === code
}

const cased = (code: number): number[] => {
  const char = String.fromCodePoint(code)
  return [char.toLowerCase(), char.toUpperCase()].map((other) => other.codePointAt(0)!)
}

const flagged = (flags: Flags, letters: string, value: boolean): Flags => ({
  ignoreCase: letters.includes('i') ? value : flags.ignoreCase,
  dotAll: letters.includes('s') ? value : flags.dotAll,
  multiline: letters.includes('m') ? value : flags.multiline,
})

const between =
  (from: number, to: number): Test =>
  (code) =>
    code >= from && code <= to
const not =
  (test: Test): Test =>
  (code) =>
    !test(code)

const digit = between(48, 57)
const space: Test = (code) => code === 32 || (code >= 9 && code <= 13)
export const isWordChar: Test = (code) =>
  digit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
export const isLineEnd: Test = (code) =>
  code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029

/** ASCII, as in Java without flags; \p knows the rest of the world. */
const classes: Readonly<Record<string, Test | undefined>> = {
  d: digit,
  D: not(digit),
  w: isWordChar,
  W: not(isWordChar),
  s: space,
  S: not(space),
}

const assertions: Readonly<Record<string, Assertion | undefined>> = {
  A: 'start',
  Z: 'end',
  z: 'textEnd',
  b: 'word',
  B: 'noWord',
}

const controls: Readonly<Record<string, number | undefined>> = {
  t: 9,
  n: 10,
  f: 12,
  r: 13,
  a: 7,
  e: 27,
  0: 0,
}

/** One character against a Unicode property: nothing to backtrack over, so the host's own may do it. */
function property(name: string, isNegated: boolean): Test {
  for (const meant of [name, `Script=${name}`]) {
    try {
      const expression = new RegExp(`^\\${isNegated ? 'P' : 'p'}{${meant}}$`, 'u')
      return (code) => expression.test(String.fromCodePoint(code))
    } catch {
      // Not known by that name.
    }
  }
  throw new Unusable(`\\p{${name}} is unknown`)
}

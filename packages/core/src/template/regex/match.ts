import {
  type Assertion,
  isLineEnd,
  isWordChar,
  type Pattern,
  type Read,
  readPattern,
  type Test,
  Unusable,
} from './syntax.ts'

/**
 * Matching without backtracking: all ways through the pattern are walked side by side, one character at a time
 * (Thompson 1968, Pike's captures). The work is at most the length of the program times that of the text.
 */

type Step =
  | { readonly op: 'set'; readonly test: Test }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly assertion: Assertion }
  | { readonly op: 'match' }

export interface Regex {
  readonly steps: readonly Step[]
  readonly slots: number
  readonly names: ReadonlyMap<string, number>
}

/** Where the match and its groups stand: from, to, from, to …; undefined for a group that took no part. */
export type Found = readonly (number | undefined)[]

const maxSteps = 2000
const maxKept = 100
const known = new Map<string, Regex | Unusable>()

/** The pattern ready for matching, or why it is not. */
export function regex(source: string): Regex | Unusable {
  const kept = known.get(source)
  if (kept) return kept
  if (known.size >= maxKept) known.clear()
  const made = compiled(source)
  known.set(source, made)
  return made
}

function compiled(source: string): Regex | Unusable {
  try {
    return program(readPattern(source))
  } catch (error) {
    if (error instanceof Unusable) return error
    throw error
  }
}

type Open = { -readonly [K in keyof Extract<Step, { op: 'split' }>]: Extract<Step, { op: 'split' }>[K] }

function program({ pattern, groups, names }: Read): Regex {
  const steps: Step[] = []
  const add = <S extends Step>(step: S): S => {
    if (steps.length >= maxSteps) throw new Unusable('it is too complex')
    steps.push(step)
    return step
  }
  const emit = (part: Pattern): void => {
    switch (part.kind) {
      case 'set':
        add({ op: 'set', test: part.test })
        return
      case 'assert':
        add({ op: 'assert', assertion: part.assertion })
        return
      case 'all':
        for (const one of part.parts) emit(one)
        return
      case 'group':
        add({ op: 'save', slot: part.index * 2 })
        emit(part.part)
        add({ op: 'save', slot: part.index * 2 + 1 })
        return
      case 'either':
        emitEither(part.parts)
        return
      case 'repeat':
        emitRepeat(part)
    }
  }
  const emitEither = (parts: readonly Pattern[]): void => {
    const exits: { op: 'jump'; to: number }[] = []
    for (const [i, part] of parts.entries()) {
      const isLast = i === parts.length - 1
      const split: Open | null = isLast ? null : add({ op: 'split', first: steps.length + 1, second: 0 })
      emit(part)
      if (!split) break
      exits.push(add({ op: 'jump', to: 0 }))
      split.second = steps.length
    }
    for (const exit of exits) exit.to = steps.length
  }
  const emitRepeat = ({ part, min, max, greedy }: Extract<Pattern, { kind: 'repeat' }>): void => {
    for (let i = 0; i < min; i++) emit(part)
    const branch = (): Open => add({ op: 'split', first: 0, second: 0 })
    const lead = (split: Open, into: number, past: number): void => {
      split.first = greedy ? into : past
      split.second = greedy ? past : into
    }
    if (max === Number.POSITIVE_INFINITY) {
      const from = steps.length
      const split = branch()
      emit(part)
      add({ op: 'jump', to: from })
      lead(split, from + 1, steps.length)
      return
    }
    const splits: { split: Open; into: number }[] = []
    for (let i = min; i < max; i++) {
      splits.push({ split: branch(), into: steps.length })
      emit(part)
    }
    for (const { split, into } of splits) lead(split, into, steps.length)
  }
  emit(pattern)
  add({ op: 'match' })
  return { steps, slots: (groups + 1) * 2, names }
}

interface Thread {
  readonly at: number
  readonly saved: readonly (number | undefined)[]
}

export interface Search {
  /** The text as code points; places count these. */
  readonly text: readonly number[]
  readonly from: number
  /** Whether the match must start at `from` and end at the end. */
  readonly whole: boolean
  /** Pays for steps of the program. */
  readonly spend: (steps: number) => void
}

/** The first match, and of those that start there the one that a backtracking matcher would find first. */
export function match({ steps, slots }: Regex, { text, from, whole, spend }: Search): Found | null {
  spend(steps.length >> 2)
  const seen = new Int32Array(steps.length).fill(-1)
  let threads: Thread[] = []
  let best: Found | null = null
  for (let place = from; place <= text.length; place++) {
    const here: Thread[] = []
    for (const { at, saved } of threads) follow(at, saved, here, place)
    if (best === null && (place === from || !whole)) {
      const start = new Array<number | undefined>(slots).fill(undefined)
      start[0] = place
      follow(0, start, here, place)
    }
    spend(here.length + 1)
    threads = []
    for (const { at, saved } of here) {
      const step = steps[at]!
      if (step.op === 'match') {
        if (whole && place < text.length) continue
        best = saved.with(1, place)
        break
      }
      if (step.op === 'set' && place < text.length && step.test(text[place]!))
        threads.push({ at: at + 1, saved })
    }
    if (threads.length === 0 && (best !== null || whole)) break
  }
  return best

  /** Walks on to the steps that wait for a character, each once at a place, in order of preference. */
  function follow(
    first: number,
    captured: readonly (number | undefined)[],
    into: Thread[],
    place: number,
  ): void {
    const waiting: Thread[] = [{ at: first, saved: captured }]
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { at, saved } = next
      if (seen[at] === place) continue
      seen[at] = place
      const step = steps[at]!
      switch (step.op) {
        case 'jump':
          waiting.push({ at: step.to, saved })
          break
        case 'split':
          waiting.push({ at: step.second, saved }, { at: step.first, saved })
          break
        case 'save':
          waiting.push({ at: at + 1, saved: saved.with(step.slot, place) })
          break
        case 'assert':
          if (holds(step.assertion, text, place)) waiting.push({ at: at + 1, saved })
          break
        default:
          into.push(next)
      }
    }
  }
}

function holds(assertion: Assertion, text: readonly number[], place: number): boolean {
  const [before, after] = [text[place - 1], text[place]]
  switch (assertion) {
    case 'start':
      return place === 0
    case 'textEnd':
      return after === undefined
    case 'end':
      return after === undefined || (place === text.length - 1 && isLineEnd(after))
    case 'lineStart':
      return before === undefined || (isLineEnd(before) && after !== undefined)
    case 'lineEnd':
      return after === undefined || isLineEnd(after)
    case 'word':
      return isWord(before) !== isWord(after)
    case 'noWord':
      return isWord(before) === isWord(after)
  }
}

const isWord = (code: number | undefined): boolean => code !== undefined && isWordChar(code)

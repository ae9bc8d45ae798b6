import type { Span } from './ast.ts'
import { describe, type ProblemCode, problem, type TemplateProblem } from './problems.ts'
import { maxTextLength, sizeOf } from './values.ts'

export interface Limits {
  /**
   * Work: one step for each node rendered in a loop, for each 16 characters of an expression there, for each 32
   * characters or 4 items handled, and what a function says that it takes (`cost` of its row). A step stands for
   * some microseconds at the worst, whatever the template and the data, so this bounds the time too; and unlike a
   * clock it says the same of a message on every machine, in a preview as in a delivery.
   */
  readonly steps: number
  /** UTF-16 units written. */
  readonly output: number
  /** Items of one loop. */
  readonly items: number
}

export const defaultLimits: Limits = { steps: 500_000, output: 4_000_000, items: 5_000 }

/** Thrown by a rendering that would run too long or grow too big; nothing else is thrown by a rendering. */
export class TemplateLimit extends Error {
  override readonly name = 'TemplateLimit'
  readonly problem: TemplateProblem

  constructor(code: ProblemCode & `limit-${string}`, at: Span, limit: number) {
    const found = problem(code, at, { limit })
    super(`${describe(found)} (line ${at.line}, column ${at.column})`)
    this.problem = found
  }
}

/** Receives a rendering in order. Static parts come as their index in `statics`, values come escaped. */
export interface Sink {
  static(index: number): void
  text(value: string): void
}

/** One rendering under way: into a sink, or else into `out`. */
export class Rendering {
  readonly scope: unknown
  readonly limits: Limits
  readonly locals: unknown[]
  steps = 0
  /** Random numbers drawn so far. */
  draws = 0
  out = ''
  readonly #statics: readonly string[]
  readonly #sink: Sink | null
  #written = 0

  constructor(scope: unknown, limits: Limits, slots: number, statics: readonly string[], sink: Sink | null) {
    this.scope = scope
    this.limits = limits
    this.locals = new Array<unknown>(slots).fill(null)
    this.#statics = statics
    this.#sink = sink
  }

  charge(steps: number, at: Span): void {
    this.steps += steps
    if (this.steps > this.limits.steps) throw new TemplateLimit('limit-steps', at, this.limits.steps)
  }

  /** Charges for the size of a value about to be looked through. */
  chargeFor(value: unknown, at: Span): void {
    this.charge(sizeOf(value) >> 5, at)
  }

  /** Charges for a text just made, which may be too long to keep. */
  made(value: unknown, at: Span): void {
    if (typeof value !== 'string') return
    if (value.length > maxTextLength) throw new TemplateLimit('limit-text', at, maxTextLength)
    this.charge(value.length >> 5, at)
  }

  /** Makes a text that may turn out too long to make. */
  making<T>(make: () => T, at: Span): T {
    try {
      return make()
    } catch (error) {
      if (error instanceof RangeError) throw new TemplateLimit('limit-text', at, maxTextLength)
      throw error
    }
  }

  /** Writes the static with this number, whose length the body it stands in has charged already. */
  static(index: number): void {
    if (this.#sink === null) this.out += this.#statics[index]!
    else this.#sink.static(index)
  }

  text(value: string, at: Span): void {
    if (value === '') return
    this.chargeOutput(value.length, at)
    if (this.#sink === null) this.out += value
    else this.#sink.text(value)
  }

  chargeOutput(length: number, at: Span): void {
    this.#written += length
    if (this.#written > this.limits.output) throw new TemplateLimit('limit-output', at, this.limits.output)
  }
}

import { remember } from '@chappe/core/kit/remember'

/** Lets so many a minute pass per name, evenly or in bursts up to a tenth of that. Times are milliseconds of a clock. */
export class Rate {
  readonly #perMinute: number
  readonly #clock: () => number
  readonly #known = new Map<string, { tokens: number; at: number }>()

  constructor(perMinute: number, clock: () => number = () => performance.now()) {
    this.#perMinute = perMinute
    this.#clock = clock
  }

  passes(name: string): boolean {
    const now = this.#clock()
    const most = Math.max(1, this.#perMinute / 10)
    const { tokens, at } = this.#known.get(name) ?? { tokens: most, at: now }
    const left = Math.min(most, tokens + ((now - at) / 60_000) * this.#perMinute)
    // Forgotten is who was silent longest.
    remember(this.#known, name, { tokens: left >= 1 ? left - 1 : left, at: now }, 10_000)
    return left >= 1
  }
}

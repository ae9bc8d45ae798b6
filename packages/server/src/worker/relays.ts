const delays = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000]

interface Known {
  /** Groups of batches that are being sent through it. */
  busy: number
  /** It could not be reached so many times in a row, and is left alone until then. */
  failures: number
  until: number
}

/**
 * What a worker knows of the relays behind the channel configurations: which cannot be reached, so that their
 * campaigns wait a moment instead of trying with every batch; and which are busy, so that a slow one does not
 * take every slot. Times are milliseconds of a clock that only goes forward.
 */
export class Relays {
  readonly #known = new Map<string, Known>()
  readonly #campaigns = new Map<string, string>()
  readonly #clock: () => number

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** Notes which configuration a campaign sends with. */
  belongs(campaignId: string, configurationId: string): void {
    this.#campaigns.delete(campaignId)
    this.#campaigns.set(campaignId, configurationId)
    if (this.#campaigns.size > 10_000) this.#campaigns.delete(this.#campaigns.keys().next().value!)
  }

  /** Counts a group of a campaign as being under way until the answer is called. */
  enter(campaignId: string): () => void {
    const configurationId = this.#campaigns.get(campaignId)
    if (configurationId === undefined) return () => {}
    this.#of(configurationId).busy++
    return () => void this.#of(configurationId).busy--
  }

  /** Milliseconds to wait before the next try; 0 when there is no need. */
  wait(configurationId: string): number {
    return Math.max(0, (this.#known.get(configurationId)?.until ?? 0) - this.#clock())
  }

  /** It could not be reached; answers the milliseconds to wait. */
  failed(configurationId: string): number {
    const now = this.#clock()
    const known = this.#of(configurationId)
    // Groups under way at the same time fail together; that is one failure.
    if (known.until > now) return known.until - now
    const delay = delays[Math.min(known.failures++, delays.length - 1)]!
    known.until = now + delay
    return delay
  }

  reached(configurationId: string): void {
    const known = this.#of(configurationId)
    known.failures = 0
    known.until = 0
  }

  /** Campaigns not to begin with now: their relay cannot be reached, or has `share` groups already. */
  held(share: number): string[] {
    const held = [...this.#known].filter(([id, { busy }]) => busy >= share || this.wait(id) > 0)
    if (held.length === 0) return []
    const ids = new Set(held.map(([id]) => id))
    return [...this.#campaigns].filter(([, configuration]) => ids.has(configuration)).map(([id]) => id)
  }

  #of(configurationId: string): Known {
    let known = this.#known.get(configurationId)
    if (!known) {
      known = { busy: 0, failures: 0, until: 0 }
      this.#known.set(configurationId, known)
    }
    return known
  }
}

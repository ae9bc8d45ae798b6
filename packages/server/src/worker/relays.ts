import { remember } from '@chappe/core/kit/remember'

const delays = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000]

/** It could not be reached so many times in a row, and is left alone until then. */
interface Known {
  failures: number
  until: number
}

/** A content of a campaign: each may be sent with a configuration of its own. */
interface Said {
  readonly campaignId: string
  readonly variant: string | null
}

const nameOf = ({ campaignId, variant }: Said) => `${campaignId}/${variant ?? ''}`
const campaignOf = (name: string) => name.slice(0, name.indexOf('/'))

/**
 * What a worker knows of the relays behind the channel configurations: which cannot be reached, so that their
 * campaigns wait a moment instead of trying with every batch; and which are busy, so that a slow one does not
 * take every slot. Times are milliseconds of a clock that only goes forward.
 */
export class Relays {
  readonly #known = new Map<string, Known>()
  /** By campaign and variant: the configuration, and groups under way. */
  readonly #campaigns = new Map<string, string>()
  readonly #underWay = new Map<string, number>()
  readonly #clock: () => number

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** Notes which configuration a campaign sends its own content with, or a variant. */
  belongs(said: Said, configurationId: string): void {
    remember(this.#campaigns, nameOf(said), configurationId, 10_000)
  }

  /** Counts a group of a campaign's batches as being under way, until the answer is called. */
  enter(said: Said): () => void {
    const name = nameOf(said)
    this.#underWay.set(name, (this.#underWay.get(name) ?? 0) + 1)
    return () => {
      const left = this.#underWay.get(name)! - 1
      if (left > 0) this.#underWay.set(name, left)
      else this.#underWay.delete(name)
    }
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

  /** Campaigns not to begin with now: none of their relays can be reached, or has less than `share` groups already. */
  held(share: number): string[] {
    const busy = new Map<string, number>()
    for (const [name, groups] of this.#underWay) {
      const relay = this.#campaigns.get(name) ?? name
      busy.set(relay, (busy.get(relay) ?? 0) + groups)
    }
    const full = [...busy].filter(([, groups]) => groups >= share).map(([relay]) => relay)
    const waiting = [...this.#known.keys()].filter((relay) => this.wait(relay) > 0)
    const held = new Set([...full, ...waiting])
    if (held.size === 0) return []
    const names = new Set([...this.#campaigns.keys(), ...this.#underWay.keys()])
    const isHeld = (name: string) => held.has(this.#campaigns.get(name) ?? name)
    const going = new Set([...names].filter((name) => !isHeld(name)).map(campaignOf))
    return [...new Set([...names].filter(isHeld).map(campaignOf))].filter((campaign) => !going.has(campaign))
  }

  #of(configurationId: string): Known {
    let known = this.#known.get(configurationId)
    if (!known) {
      known = { failures: 0, until: 0 }
      this.#known.set(configurationId, known)
    }
    return known
  }
}

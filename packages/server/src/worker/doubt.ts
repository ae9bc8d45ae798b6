import type { Lane } from '../store/batches.ts'

/** Messages of a worker between their intent and their outcome: what its crash can leave uncertain at most. */
export const inDoubt = 100
/** Messages that one group of batches hands over together at most. */
export const chunkSize = 40
/** Kept for each lane, whatever the other one does, and divided among as many groups as it usually has under way. */
const kept: Readonly<Record<Lane, number>> = { transactional: 20, marketing: 30 }

/** A group's part: it may have so many messages under way at a time, until it gives the part back. */
export interface Part {
  readonly size: number
  give(): void
}

interface Own {
  /** With so many a group begins; fewer do when it has fewer. */
  readonly least: number
  free: number
  readonly waiting: { readonly wanted: number; readonly take: (part: Part) => void }[]
}

/**
 * Divides the doubt that a worker may be in among the groups of batches that it delivers at the same time. Each lane
 * has a share that the other never takes, enough for every group that it has slots for, so that neither bulk keeps
 * triggered messages waiting nor a slow relay another one's bulk; the rest is for whoever comes first.
 */
export class Doubt {
  readonly #lanes: Readonly<Record<Lane, Own>>
  #shared = inDoubt - kept.transactional - kept.marketing

  constructor(slots: Readonly<Record<Lane, number>>) {
    const own = (lane: Lane): Own => ({
      least: Math.max(1, Math.floor(kept[lane] / slots[lane])),
      free: kept[lane],
      waiting: [],
    })
    this.#lanes = { transactional: own('transactional'), marketing: own('marketing') }
  }

  /** A part for a group of `messages` messages; only a lane with more groups than slots may have to wait for it. */
  take(lane: Lane, messages: number): Promise<Part> {
    const wanted = Math.max(1, Math.min(messages, chunkSize))
    return new Promise((take) => {
      this.#lanes[lane].waiting.push({ wanted, take })
      this.#serve(lane)
    })
  }

  #serve(lane: Lane): void {
    const own = this.#lanes[lane]
    for (let [next] = own.waiting; next; [next] = own.waiting) {
      const least = Math.min(next.wanted, own.least)
      if (own.free + this.#shared < least) return
      own.waiting.shift()
      const fromOwn = Math.min(least, own.free)
      const more = Math.min(next.wanted - fromOwn, this.#shared)
      next.take(this.#part(own, fromOwn, more))
    }
  }

  #part(own: Own, fromOwn: number, more: number): Part {
    own.free -= fromOwn
    this.#shared -= more
    let isHeld = true
    return {
      size: fromOwn + more,
      give: () => {
        if (!isHeld) return
        isHeld = false
        own.free += fromOwn
        this.#shared += more
        this.#serve('transactional')
        this.#serve('marketing')
      },
    }
  }
}

import type { Lane } from '../store/batches.ts'

/** Messages of a worker between their intent and their outcome: what its crash can leave uncertain at most. */
export const inDoubt = 100
/** Messages that one group of batches hands over together at most. */
export const chunkSize = 40
/** Kept for transactional messages, whatever bulk does: one part for each group that may be under way. */
const reserved = 20
/** A group of many messages does not begin with fewer: a hand-over costs the same for few and for many. */
const worthwhile = 10

/** A group's part: it may have so many messages under way at a time, until it gives the part back. */
export interface Part {
  readonly size: number
  give(): void
}

/**
 * Divides the doubt that a worker may be in among the groups of batches that it delivers at the same time.
 * Transactional groups never wait: each has its own few, and as many more as bulk leaves. Bulk waits for a part that is
 * worth beginning with; while it does, transactional groups that begin take no more than their own.
 */
export class Doubt {
  readonly #own: number
  #free: number
  readonly #waiting: { readonly wanted: number; readonly take: (part: Part) => void }[] = []

  /** @param groups of the transactional lane that may be under way at the same time */
  constructor(groups: number) {
    this.#own = Math.max(1, Math.floor(reserved / groups))
    this.#free = inDoubt - this.#own * groups
  }

  /** A part for a group of `messages` messages. */
  async take(lane: Lane, messages: number): Promise<Part> {
    const wanted = Math.max(1, Math.min(messages, chunkSize))
    if (lane === 'transactional') {
      const own = Math.min(wanted, this.#own)
      const more = this.#waiting.length > 0 ? 0 : Math.min(wanted - own, this.#free)
      return this.#part(own, more)
    }
    return new Promise((take) => {
      this.#waiting.push({ wanted, take })
      this.#serve()
    })
  }

  #serve(): void {
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      if (this.#free < Math.min(next.wanted, worthwhile)) return
      this.#waiting.shift()
      next.take(this.#part(0, Math.min(next.wanted, this.#free)))
    }
  }

  #part(own: number, shared: number): Part {
    this.#free -= shared
    let left = shared
    return {
      size: own + shared,
      give: () => {
        this.#free += left
        left = 0
        this.#serve()
      },
    }
  }
}

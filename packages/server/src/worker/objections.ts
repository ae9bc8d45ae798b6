import type { Item } from './item.ts'

/** Channel of NOTIFY on which the database tells of refusals as they are committed; see db/migrations. */
export const objectionChannel = 'chappe_refusal'

/** What was heard about some messages since it began. */
export interface Watch {
  /** Somebody objected: the message does not leave before it was asked about again. */
  has(item: Item): boolean
  add(item: Item): void
  end(): void
}

/**
 * Refusals that are committed while messages are on their way: unsubscribing, suppression, rules that change. What was
 * asked in a set before a hand-over may be answered otherwise by now; whoever is about to begin a message looks here,
 * in memory, and puts it back to be asked about again. Hearing costs a look at the messages under way, never a query.
 */
export class Objections {
  readonly #watches = new Set<{
    readonly sandboxId: number
    readonly items: readonly Item[]
    readonly found: Set<Item>
  }>()
  #hears = false

  /** Whether refusals are heard at this moment, as far as can be known. */
  get hears(): boolean {
    return this.#hears
  }

  /** Nothing is heard until `hear` is called again. */
  deafen(): void {
    this.#hears = false
  }

  /** Listens for these messages; begin before the question is asked, so that nothing falls in between. */
  over(sandboxId: number, items: readonly Item[]): Watch {
    const watch = { sandboxId, items, found: new Set<Item>() }
    this.#watches.add(watch)
    return {
      has: (item) => watch.found.has(item),
      add: (item) => void watch.found.add(item),
      end: () => void this.#watches.delete(watch),
    }
  }

  /**
   * A payload of the channel: a sandbox, and whom or what it is about (`address:`, `domain:`, `profile:`); without that,
   * everybody in it. Empty: something may have been missed, about anybody.
   */
  hear(payload: string): void {
    this.#hears = true
    const [sandbox, ...words] = payload.split(' ')
    const about = words.join(' ')
    for (const { sandboxId, items, found } of this.#watches) {
      if (sandbox !== '' && Number(sandbox) !== sandboxId) continue
      for (const item of items) if (about === '' || isAbout(item, about)) found.add(item)
    }
  }
}

const isAbout = ({ address, profileId }: Item, about: string): boolean =>
  (address.ok && (about === `address:${address.key}` || about === `domain:${address.domain}`)) ||
  (profileId !== null && about === `profile:${profileId}`)

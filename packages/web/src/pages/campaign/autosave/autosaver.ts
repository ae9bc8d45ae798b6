import {
  type Autosave,
  type Effect,
  type Event,
  type Failure,
  isUnsaved,
  next,
  opened,
  type Saved,
} from './machine.ts'

/** What autosave needs from the world. `save` and `load` reject; `failureOf` says what a rejection means. */
export interface Wire<T> {
  save(value: T, revision: number): Promise<Saved<T>>
  load(): Promise<Saved<T>>
  failureOf(error: unknown): Failure
  /** Runs `act` after so many milliseconds; the answer cancels it. */
  later(milliseconds: number, act: () => void): () => void
}

/** Runs the autosave machine for one document: keeps its state, its one timer and its one request. */
export class Autosaver<T> {
  #state: Autosave<T>
  #cancel: () => void = () => {}
  readonly #wire: Wire<T>
  readonly #listeners = new Set<() => void>()

  constructor(base: Saved<T>, wire: Wire<T>) {
    this.#state = opened(base)
    this.#wire = wire
  }

  readonly state = (): Autosave<T> => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly edit = (value: T): void => this.#happen({ kind: 'edited', value })
  readonly saveNow = (): void => this.#happen({ kind: 'asked' })
  readonly takeTheirs = (): void => this.#happen({ kind: 'take-theirs' })
  readonly keepMine = (): void => this.#happen({ kind: 'keep-mine' })
  readonly see = (saved: Saved<T>): void => this.#happen({ kind: 'seen', saved })

  /** Whatever waits is not sent any more: the page is gone. Opened again, it goes on with the next edit. */
  readonly close = (): void => this.#cancel()

  /** Saves what is unsaved and answers whether all of it is safe; false when a person has to decide first. */
  readonly flush = (): Promise<boolean> => {
    this.saveNow()
    return new Promise((resolve) => {
      const settle = () => {
        const { kind } = this.#state.phase
        if (kind === 'saving' || kind === 'checking') return
        if (kind === 'waiting') return this.saveNow()
        stop()
        resolve(!isUnsaved(this.#state))
      }
      const stop = this.subscribe(settle)
      settle()
    })
  }

  #happen(event: Event<T>): void {
    const { state, effect } = next(this.#state, event)
    const moved = state !== this.#state
    this.#state = state
    if (moved && state.phase.kind !== 'waiting' && state.phase.kind !== 'retrying') this.#cancel()
    this.#perform(effect)
    if (moved) for (const listener of [...this.#listeners]) listener()
  }

  #perform(effect: Effect<T>): void {
    switch (effect.do) {
      case 'nothing':
        return
      case 'wait':
        this.#cancel()
        this.#cancel = this.#wire.later(effect.milliseconds, () => this.#happen({ kind: 'due' }))
        return
      case 'send':
        this.#wire.save(effect.value, effect.revision).then(
          (saved) => this.#happen({ kind: 'saved', saved }),
          (error) => this.#happen({ kind: 'failed', failure: this.#wire.failureOf(error) }),
        )
        return
      case 'load':
        this.#wire.load().then(
          (theirs) => this.#happen({ kind: 'loaded', theirs }),
          () => this.#happen({ kind: 'load-failed' }),
        )
    }
  }
}

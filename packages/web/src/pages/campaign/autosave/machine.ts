import { compare } from '@chappe/core/campaign/compare'

/** What the server holds: a value, its revision, and who saved it when (RFC 3339). */
export interface Saved<T> {
  readonly value: T
  readonly revision: number
  readonly at: string
  readonly by: string
}

/**
 * Why a save did not happen: `stale` somebody saved in between, `away` nobody answered or the service is not
 * there (worth another try), `refused` the server will not take this value.
 */
export type Failure =
  | { readonly kind: 'stale' }
  | { readonly kind: 'away' }
  | { readonly kind: 'refused'; readonly problem: unknown }

export type Phase<T> =
  | { readonly kind: 'clean' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'saving'; readonly sent: T; readonly attempt: number }
  | { readonly kind: 'retrying'; readonly attempt: number }
  | { readonly kind: 'refused'; readonly problem: unknown }
  | { readonly kind: 'checking'; readonly attempt: number }
  | { readonly kind: 'conflict'; readonly theirs: Saved<T> }

/** `base` is what the server had when we last heard of it, `value` what the person sees. */
export interface Autosave<T> {
  readonly base: Saved<T>
  readonly value: T
  readonly phase: Phase<T>
  /** What was sent of which nobody said whether it arrived. */
  readonly unheard: readonly T[]
}

export type Event<T> =
  | { readonly kind: 'edited'; readonly value: T }
  | { readonly kind: 'due' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'saved'; readonly saved: Saved<T> }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'loaded'; readonly theirs: Saved<T> }
  | { readonly kind: 'load-failed' }
  | { readonly kind: 'seen'; readonly saved: Saved<T> }
  | { readonly kind: 'take-theirs' }
  | { readonly kind: 'keep-mine' }

/** What the outside has to do next; at most one thing. `wait` replaces the timer that runs. */
export type Effect<T> =
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly milliseconds: number }
  | { readonly do: 'send'; readonly value: T; readonly revision: number }
  | { readonly do: 'load' }

export interface Step<T> {
  readonly state: Autosave<T>
  readonly effect: Effect<T>
}

const isSame = (a: unknown, b: unknown): boolean => compare(a, b).length === 0

/** Milliseconds of quiet after which an edit is saved. */
const quiet = 800

/** Milliseconds before try number `attempt` (counted from 1): 1 s, doubled up to half a minute. */
export const backoff = (attempt: number): number => Math.min(1_000 * 2 ** (attempt - 1), 30_000)

export const opened = <T>(base: Saved<T>): Autosave<T> => ({
  base,
  value: base.value,
  phase: { kind: 'clean' },
  unheard: [],
})

/** Whether leaving now would lose something. */
export const isUnsaved = <T>({ phase }: Autosave<T>): boolean => phase.kind !== 'clean'

/**
 * The whole of autosave, without a clock or a wire:
 *
 *   clean ──edited──▶ waiting ──due, asked──▶ saving ──saved──▶ clean | waiting
 *   saving ──away──▶ retrying ──due, asked──▶ saving
 *   saving ──refused──▶ refused ──edited, asked──▶ …
 *   saving ──stale──▶ checking ──loaded──▶ saving (only the revision moved) | conflict | clean
 *   conflict ──keep-mine──▶ saving      conflict ──take-theirs──▶ clean
 *
 * One save is under way at a time, so answers come in order; what is typed meanwhile is saved after it.
 */
export function next<T>(state: Autosave<T>, event: Event<T>): Step<T> {
  switch (event.kind) {
    case 'edited':
      return edited(state, event.value)
    case 'due':
      return state.phase.kind === 'waiting' || state.phase.kind === 'retrying' ? send(state) : stay(state)
    case 'asked':
      return canSend(state.phase.kind) ? send(state) : stay(state)
    case 'saved':
      return saved(state, event.saved)
    case 'failed':
      return failed(state, event.failure)
    case 'loaded':
      return loaded(state, event.theirs)
    case 'load-failed':
      return state.phase.kind === 'checking' ? retry(state, state.phase.attempt + 1) : stay(state)
    case 'seen':
      return seen(state, event.saved)
    case 'take-theirs':
      return state.phase.kind === 'conflict' ? stay(opened(state.phase.theirs)) : stay(state)
    case 'keep-mine':
      return state.phase.kind === 'conflict'
        ? send({ ...state, base: state.phase.theirs, unheard: [] })
        : stay(state)
  }
}

const stay = <T>(state: Autosave<T>): Step<T> => ({ state, effect: { do: 'nothing' } })

const canSend = (phase: Phase<unknown>['kind']) =>
  phase === 'waiting' || phase === 'retrying' || phase === 'refused'

function send<T>(state: Autosave<T>): Step<T> {
  const attempt = state.phase.kind === 'retrying' ? state.phase.attempt : 0
  return {
    state: { ...state, phase: { kind: 'saving', sent: state.value, attempt } },
    effect: { do: 'send', value: state.value, revision: state.base.revision },
  }
}

const wait = <T>(state: Autosave<T>): Step<T> => ({
  state: { ...state, phase: { kind: 'waiting' } },
  effect: { do: 'wait', milliseconds: quiet },
})

const retry = <T>(state: Autosave<T>, attempt: number): Step<T> => ({
  state: { ...state, phase: { kind: 'retrying', attempt } },
  effect: { do: 'wait', milliseconds: backoff(attempt) },
})

function edited<T>(before: Autosave<T>, value: T): Step<T> {
  const state = { ...before, value }
  switch (state.phase.kind) {
    case 'clean':
    case 'waiting':
    case 'refused':
      return isSame(value, state.base.value) ? stay({ ...state, phase: { kind: 'clean' } }) : wait(state)
    default:
      return stay(state)
  }
}

function saved<T>(state: Autosave<T>, answer: Saved<T>): Step<T> {
  if (state.phase.kind !== 'saving') return stay(state)
  // The server may tidy what it stores (a trimmed name). What the person typed stays on the screen as it is.
  const now = { ...state, base: { ...answer, value: state.phase.sent }, unheard: [] }
  return isSame(now.value, now.base.value) ? stay({ ...now, phase: { kind: 'clean' } }) : wait(now)
}

function failed<T>(state: Autosave<T>, failure: Failure): Step<T> {
  if (state.phase.kind !== 'saving') return stay(state)
  if (failure.kind === 'away') {
    const { sent, attempt } = state.phase
    const unheard = [...state.unheard.filter((one) => one !== sent), sent]
    return retry({ ...state, unheard }, attempt + 1)
  }
  if (failure.kind === 'refused') return stay({ ...state, phase: failure })
  return {
    state: { ...state, phase: { kind: 'checking', attempt: state.phase.attempt } },
    effect: { do: 'load' },
  }
}

function loaded<T>(state: Autosave<T>, theirs: Saved<T>): Step<T> {
  if (state.phase.kind !== 'checking') return stay(state)
  if (isSame(theirs.value, state.value))
    return stay({ ...state, base: theirs, phase: { kind: 'clean' }, unheard: [] })
  // The revision moved but nothing that we edit did: nobody's work would be overwritten.
  if (isSame(theirs.value, state.base.value)) return send({ ...state, base: theirs })
  // It is our own: it arrived, only the answer did not.
  if (state.unheard.some((sent) => isSame(theirs.value, sent)))
    return send({ ...state, base: theirs, unheard: [] })
  return stay({ ...state, phase: { kind: 'conflict', theirs } })
}

function seen<T>(state: Autosave<T>, fresh: Saved<T>): Step<T> {
  if (state.phase.kind !== 'clean' || fresh.revision <= state.base.revision) return stay(state)
  return stay(opened(fresh))
}

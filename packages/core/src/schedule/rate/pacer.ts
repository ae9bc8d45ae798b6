import { capOf, milliseconds, type Pace, type Rate } from './schema.ts'
import { openAt } from './window.ts'

/**
 * What is kept of a pace between two hand-overs; whole numbers, so that nothing is lost in a million of them. It is
 * written where all workers of a campaign find it, and changed by one at a time.
 */
export interface PacerState {
  /** When credit was last counted (epoch milliseconds). */
  readonly at: number
  /** What may leave at once, in parts of a message: one costs as much as the rate's unit has milliseconds. */
  readonly credit: number
  /** The day that `sent` is about; null before the first. */
  readonly day: number | null
  /** Of the days on which something was sent, counted from 0. */
  readonly ordinal: number
  /** Messages of that day. */
  readonly sent: number
}

export interface Taken {
  readonly granted: number
  readonly state: PacerState
  /** When nothing or less than wanted was granted: after how many milliseconds to ask again. */
  readonly waitMs: number
}

/** What limits a pacer; a domain's has a rate alone. */
export type Limits = Pick<Pace, 'rate' | 'window' | 'warmUp'>

/**
 * Milliseconds of the rate that may leave at once when somebody asks again a little late: workers do so every second
 * or so, and what a second is late for would else be lost to the rate.
 */
export const burstMs = 2000
/** The same after a silence and at the very beginning; a slower rate than one a second still sends one. */
const freshMs = 1000
/** Whoever asks later than that, in milliseconds, was silent. */
const silence = 3000
// Clocks of several machines differ a little; beyond this a clock was changed.
const clockChanged = 60_000

const costOf = (rate: Rate): number => milliseconds[rate.per]
/** With what a next message has already; that is kept, too. */
const mostCredit = (rate: Rate): number => rate.messages * burstMs + costOf(rate) - 1
const freshCredit = (rate: Rate): number => Math.max(costOf(rate), rate.messages * freshMs)

export const newPacer = ({ rate }: Limits, now: number): PacerState => ({
  at: now,
  credit: rate === null ? 0 : freshCredit(rate),
  day: null,
  ordinal: 0,
  sent: 0,
})

/**
 * Asks to send `wanted` messages now. In any time of t milliseconds no more than `rate · (t + burstMs)` are granted
 * and one message, none outside the window, and no more in a day than the
 * warm-up says. Who always asks again after `waitMs` is granted everything in the end.
 */
export function take(limits: Limits, zone: string, state: PacerState, now: number, wanted: number): Taken {
  const counted = refill(limits.rate, state, now)
  const open = openAt(limits.window, zone, now)
  if (now < open.from) return { granted: 0, state: counted, waitMs: open.from - now }
  const today = counted.day === null || open.day > counted.day ? nextDay(counted, open.day) : counted
  const cap = capOf(limits.warmUp, today.ordinal) - today.sent
  if (cap <= 0) return { granted: 0, state: today, waitMs: open.to - now }
  const { rate } = limits
  const affordable = rate === null ? wanted : Math.floor(today.credit / costOf(rate))
  const granted = Math.max(0, Math.min(wanted, affordable, cap))
  const left = today.credit - (rate === null ? 0 : granted * costOf(rate))
  return {
    granted,
    state: { ...today, credit: left, sent: today.sent + granted },
    waitMs: granted >= wanted ? 0 : granted === cap ? open.to - now : untilOne(rate!, left),
  }
}

function refill(rate: Rate | null, state: PacerState, now: number): PacerState {
  const passed = now - state.at
  // A clock that went back a little is another machine's: time that was counted is not counted again.
  if (passed <= 0) return passed < -clockChanged ? { ...state, at: now } : state
  if (rate === null) return { ...state, at: now }
  const most = passed > silence ? freshCredit(rate) : mostCredit(rate)
  // Whatever the time, it is not worth more than the most; so nothing can overflow.
  const gained = Math.min(passed, Math.ceil(most / rate.messages)) * rate.messages
  return { ...state, at: now, credit: Math.min(most, state.credit + gained) }
}

const nextDay = (state: PacerState, day: number): PacerState => ({
  ...state,
  day,
  ordinal: state.sent > 0 ? state.ordinal + 1 : state.ordinal,
  sent: 0,
})

const untilOne = (rate: Rate, credit: number): number => Math.ceil((costOf(rate) - credit) / rate.messages)

/** Gives back what was granted and did not leave. */
export function giveBack({ rate }: Limits, state: PacerState, unused: number): PacerState {
  const credit = rate === null ? 0 : Math.min(mostCredit(rate), state.credit + unused * costOf(rate))
  return { ...state, credit, sent: Math.max(0, state.sent - unused) }
}

/** Calendars of others that are laid under ours. */
export const externalLimits = {
  calendars: 3,
  name: 100,
  /** Letters of a file. */
  size: 2 * 1024 * 1024,
  events: 10_000,
  /** Events shown of one calendar, what recurs counted each time. */
  shown: 2_000,
  summary: 200,
  warnings: 50,
} as const

export interface ExternalEvent {
  readonly summary: string
  /** Epoch milliseconds, `end` not included; of a whole-day event the midnights of the zone asked for. */
  readonly start: number
  readonly end: number
  readonly allDay: boolean
}

/** Something in the file that was left out or guessed; `line` from 1, where there is one. */
export interface ExternalWarning {
  readonly code: 'bad-date' | 'bad-rule' | 'unknown-zone' | 'end-before-start' | 'too-many' | 'bad-row'
  readonly text: string
  readonly line?: number
}

export type ExternalCalendar =
  | {
      readonly events: readonly ExternalEvent[]
      /** Events that the file names, whenever they are; what recurs counts once, what could not be read not at all. */
      readonly total: number
      readonly warnings: readonly ExternalWarning[]
    }
  | { readonly problem: 'too-large' | 'not-a-calendar' }

export interface Wanted {
  /** Epoch milliseconds, `to` not included. */
  readonly from: number
  readonly to: number
  /** Of times without a zone, and of whole days. */
  readonly zone: string
}

/** A title of a stranger as one line of plain text, cut to its length. */
export const tidied = (text: string): string => {
  // Control and format characters could hide or turn round what is shown.
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim()
  return [...plain].slice(0, externalLimits.summary).join('')
}

/** Warnings, of which only the first are kept. */
export function warningList() {
  const warnings: ExternalWarning[] = []
  return {
    warnings,
    warn(code: ExternalWarning['code'], text: string, line?: number) {
      if (warnings.length < externalLimits.warnings)
        warnings.push({ code, text: tidied(text), ...(line !== undefined && { line }) })
    },
  }
}
export type Warn = ReturnType<typeof warningList>['warn']

/** The events that touch the range, by start, not more than are shown. */
export function kept(events: ExternalEvent[], { from, to }: Wanted, warn: Warn): ExternalEvent[] {
  const inside = events
    .filter(({ start, end }) => start < to && (end > from || start >= from))
    .sort((a, b) => a.start - b.start || a.end - b.end)
  if (inside.length > externalLimits.shown)
    warn('too-many', `Only the first ${externalLimits.shown} are shown`)
  return inside.slice(0, externalLimits.shown)
}

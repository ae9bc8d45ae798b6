import type { IntlShape } from 'react-intl'
import { isMessage, type Words } from '../../../text.ts'

/** Why a message was not sent or not delivered, in words; a reason that we do not know stands as it is. */
export function sayReason(t: Words, reason: string): string {
  const id = `campaign.reason.${reason}`
  return isMessage(id) ? t(id) : reason
}

/** What happened to a message, in words. */
export function sayEvent(t: Words, what: string): string {
  const id = `campaign.event.${what}`
  return isMessage(id) ? t(id) : what
}

/** So many seconds in words, rounded up: `25 minutes`, `3 hours`. */
export function sayDuration(intl: IntlShape, seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  const [count, unit]: [number, 'minute' | 'hour' | 'day'] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.ceil(minutes / 60), 'hour']
        : [Math.ceil(minutes / 60 / 24), 'day']
  return intl.formatNumber(count, { style: 'unit', unit, unitDisplay: 'long' })
}

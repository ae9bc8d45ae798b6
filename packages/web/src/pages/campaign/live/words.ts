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

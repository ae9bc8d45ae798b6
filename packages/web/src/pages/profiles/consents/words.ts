import { isMessage, type Words } from '../../../text.ts'

/** How something was said, in words where it is one of the ways that we know. */
export function saySource(t: Words, source: string): string {
  const id = `consents.source.${source}`
  return isMessage(id) ? t(id) : source
}

/** How an agent heard it; the history shows the same words. */
export const heard = ['phone', 'mail', 'counter', 'letter'] as const
export type Heard = (typeof heard)[number] | 'other'

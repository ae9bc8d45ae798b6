import { isMessage, type Words } from '../../../text.ts'

/** Why an entry is on the list; a reason that we do not know stands as it is. */
export function sayWhy(t: Words, reason: string): string {
  const id = `admin.suppressions.reason.${reason}`
  return isMessage(id) ? t(id) : reason
}

export const sayWho = (t: Words, name: string): string =>
  name === 'system' ? t('admin.suppressions.by.system') : name

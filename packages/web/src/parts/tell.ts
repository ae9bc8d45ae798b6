import type { MessageId } from '../messages/index.ts'
import { ApiProblem } from '../problem.ts'
import { isMessage, type Words } from '../text.ts'

export interface Telling {
  title: string
  detail: string
  /** The language of `detail` where it is not the reader's: the server speaks English. */
  lang?: 'en'
  /** What the problem lists as mistakes is said by `detail` already. */
  isWhole: boolean
}

/** What a message may say of a problem: its words and numbers, and lists of words as one. */
const valuesOf = (t: Words, members: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(members).flatMap(([name, value]): [string, string | number][] => {
      if (typeof value === 'string' || typeof value === 'number') return [[name, value]]
      const isList = Array.isArray(value) && value.every((one) => typeof one === 'string')
      return isList ? [[name, new Intl.ListFormat(t.locale).format(value)]] : []
    }),
  )

/** The words for a problem of a type that has this reason; undefined where there are none for the reason. */
export function reasonOf({ type, reason }: { type: string; reason?: unknown }): MessageId | undefined {
  const id = `problem.${type}.${typeof reason === 'string' ? reason : ''}.detail`
  return isMessage(id) ? id : undefined
}

/** A problem in the reader's language where we have the words, else in the server's. */
export function tell(t: Words, problem: unknown): Telling {
  if (!(problem instanceof ApiProblem)) return { title: t('problem.server/bug'), detail: '', isWhole: false }
  const title = `problem.${problem.type}`
  const general = `problem.${problem.type}.detail`
  const special = reasonOf({ type: problem.type, reason: problem.members.reason })
  const detail = special ?? (isMessage(general) ? general : undefined)
  const own = detail ? t(detail, valuesOf(t, problem.members)) : ''
  const theirs = t.locale === 'en' || own === ''
  return {
    title: isMessage(title) ? t(title) : problem.title,
    detail: theirs ? problem.detail || own : own,
    isWhole: special !== undefined,
    ...(theirs && t.locale !== 'en' && { lang: 'en' as const }),
  }
}

import { isIPv6 } from 'node:net'
import { Problem } from '@chappe/core/kit/problem'
import type { House } from '../context.ts'
import * as store from '../store/attempts.ts'
import { inTransaction } from '../store/db.ts'

/** A name under which failures are counted, and how many there may be within the window. */
export interface Counted {
  readonly subject: string
  readonly most: number
}

export const windowMinutes = 15

/** Failures per account; guessing from many places at once counts as one. */
export const forAccount = (name: string): Counted => ({ subject: `account:${name}`, most: 10 })
/** Failures of one API client's id seen from one place, so that a stranger cannot lock the client out. */
export const forClientAt = (id: string, ip: string): Counted => ({
  subject: `client:${id}:${placeOf(ip)}`,
  most: 10,
})
export const forPlace = (ip: string): Counted => ({ subject: `place:${placeOf(ip)}`, most: 60 })

/**
 * Runs `work` as one attempt. It is counted before it begins, so that a hundred at once are a hundred; success
 * takes it back and forgets the failures of the first subject. Throws `auth/too-many-attempts` with `retryAfter`
 * (seconds) when a subject has used up its attempts; such a call does not count, so that waiting helps.
 *
 * `work` answers undefined when the credentials are wrong.
 */
export async function attempt<T>(
  house: House,
  counted: readonly [Counted, ...Counted[]],
  work: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const at = house.now()
  const subjects = counted.map(({ subject }) => subject)
  await inTransaction(house.db, async (db) => {
    await store.lock(db, subjects)
    for (const { subject, most } of counted) {
      const times = await store.latest(db, subject, windowBefore(at), most)
      const oldest = times[most - 1]
      if (oldest) throw tooMany(at, oldest)
    }
    await store.add(db, subjects, at)
  })
  const result = await work()
  if (result !== undefined) {
    await store.forget(house.db, counted[0].subject)
    await store.takeBack(house.db, subjects.slice(1), at)
  }
  return result
}

export const forget = (house: House, { subject }: Counted): Promise<void> => store.forget(house.db, subject)

/** Deletes what is too old to count. */
export const sweep = (house: Pick<House, 'db' | 'now'>): Promise<void> =>
  store.sweep(house.db, windowBefore(house.now()))

const windowBefore = (at: Date): Date => new Date(at.getTime() - windowMinutes * 60_000)

function tooMany(at: Date, oldest: Date): Problem {
  const retryAfter = Math.max(1, Math.ceil((oldest.getTime() - windowBefore(at).getTime()) / 1000))
  const minutes = Math.ceil(retryAfter / 60)
  return new Problem('auth/too-many-attempts', `Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`, {
    retryAfter,
  })
}

/** Whoever has one IPv6 address has its /64 network. */
function placeOf(ip: string): string {
  if (!isIPv6(ip)) return ip
  const mapped = /^::ffff:([\d.]+)$/i.exec(ip)
  if (mapped?.[1]) return mapped[1]
  const [head = '', tail = ''] = ip.toLowerCase().split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  const groups = ip.includes('::')
    ? [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
    : before
  return `${groups.slice(0, 4).join(':')}::/64`
}

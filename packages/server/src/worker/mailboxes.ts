import { setTimeout as sleep } from 'node:timers/promises'
import * as store from '../store/feedback-sources.ts'
import { isAway } from '../store/health.ts'
import { leaseSeconds, type Reader, readMailbox } from './read-mailbox.ts'

/** Mailboxes read side by side: a slow one keeps no other waiting, and many do not take the worker's time. */
const together = 4
const look = 2_000

/** Reads the mailboxes that are due, as long as the worker runs. Of all workers one reads a mailbox at a time. */
export async function readMailboxes(reader: Reader): Promise<void> {
  const { db, now, log, draining } = reader
  const running = new Set<Promise<void>>()
  const claim = async () => {
    const until = new Date(now().getTime() + leaseSeconds * 1_000)
    try {
      return await store.claimMailboxes(db, { now: now(), until, limit: together - running.size })
    } catch (error) {
      if (!isAway(error)) log.error({ err: error }, 'Mailboxes could not be taken')
      return []
    }
  }
  while (!draining.aborted) {
    for (const source of running.size < together ? await claim() : []) {
      const reading = readMailbox(reader, source).finally(() => running.delete(reading))
      running.add(reading)
    }
    await sleep(look, undefined, { signal: draining, ref: false }).catch(() => {})
  }
  await Promise.all(running)
}

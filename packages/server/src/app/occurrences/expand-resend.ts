import { ResendGroup, resendable } from '@chappe/core/campaign/resend'
import { z } from 'zod'
import type { House } from '../../context.ts'
import { inTransaction } from '../../store/db.ts'
import * as store from '../../store/occurrences.ts'
import * as resends from '../../store/resends.ts'
import * as tallies from '../../store/tallies.ts'
import * as waves from '../../store/waves.ts'
import { definitionOf } from './definitions.ts'
import { inSecond, pageOf } from './release.ts'
import { unlessUnwanted } from './wanted.ts'

export const expandResendKind = 'expand-resend'
export const ExpandResend = z.object({ id: z.uuid(), groups: z.array(ResendGroup) })

/** Whose people are looked for. Evergreen is what the version says that they were meant by. */
export async function meant(house: Pick<House, 'db'>, root: store.OccurrenceRow): Promise<resends.Root> {
  const { trigger } = await definitionOf(house, root)
  return { ...root, evergreen: trigger.kind === 'recurring' && trigger.evergreen }
}

/** Takes the snapshot of those who are to be sent to again. Done again after a crash it changes nothing. */
export async function expandResend(
  house: Pick<House, 'db' | 'now' | 'newId'>,
  { id, groups }: z.infer<typeof ExpandResend>,
): Promise<number> {
  const planned = await store.find(house.db, id)
  if (planned?.status !== 'planned') return 0
  return unlessUnwanted(
    house,
    planned,
    // Whoever ends the campaign stops its resends, too; one that was asked for after that is wanted.
    ({ status }, { stoppedBy }) => resendable.includes(status) && stoppedBy === null,
    (db, hold) => begin({ ...house, db }, planned, groups, hold),
  )
}

async function begin(
  { db, now, newId }: Pick<House, 'db' | 'now' | 'newId'>,
  planned: store.OccurrenceRow,
  groups: readonly ResendGroup[],
  hold: () => Promise<void>,
): Promise<number> {
  const { id, sandboxId, campaignId, resendsId } = planned
  // One snapshot of a campaign at a time: what is evergreen has to see those before it.
  await store.holdSnapshots(db, campaignId)
  await store.keepPeople(db, sandboxId)
  if ((await store.find(db, id))?.status !== 'planned' || resendsId === null) return 0
  const at = now()
  const root = await store.find(db, resendsId)
  const { pace } = await definitionOf({ db }, planned)
  const size = pageOf(pace)
  const targeted = await resends.expand(db, {
    occurrence: planned,
    root: await meant({ db }, root!),
    groups,
    firstId: newId(),
    size,
    domains: pace.domains.map(({ domain, rate }) => ({ domain, size: Math.min(size, inSecond(rate)) })),
  })
  await hold()
  await waves.insert(db, id, [{ number: 1, startsAt: at, targeted }])
  await tallies.add(db, sandboxId, campaignId, at, [
    { metric: 'targeted', occurrenceId: id, count: targeted },
  ])
  const over = targeted === 0 ? ({ status: 'done', finishedAt: at } as const) : { status: 'sending' as const }
  await store.change(db, id, { ...over, targeted, startedAt: at })
  return targeted
}

/** The last attempt to take the snapshot failed: the occurrence is over, the campaign goes on. */
export const giveUpResend = (
  { db, now }: Pick<House, 'db' | 'now'>,
  { id }: Pick<z.infer<typeof ExpandResend>, 'id'>,
  failure: string,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    if ((await store.hold(tx, id))?.status === 'planned')
      await store.change(tx, id, { status: 'failed', failure, finishedAt: now() })
  })

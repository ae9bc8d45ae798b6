import type { Definition } from '@chappe/core/campaign/schema'
import { z } from 'zod'
import type { House } from '../../context.ts'
import { membersOf } from '../../store/audience-expansion.ts'
import * as audiences from '../../store/audiences.ts'
import * as configurations from '../../store/configurations.ts'
import type { Db } from '../../store/db.ts'
import * as expansion from '../../store/expansion.ts'
import * as store from '../../store/occurrences.ts'
import * as tallies from '../../store/tallies.ts'
import * as waves from '../../store/waves.ts'
import { definitionOf } from './definitions.ts'
import { divide } from './parts.ts'
import { going, inSecond, pageOf } from './release.ts'
import { unlessUnwanted } from './wanted.ts'

export const expandKind = 'expand-occurrence'
export const ExpandOccurrence = z.object({ id: z.uuid() })

/**
 * Takes the snapshot of an occurrence: its audiences as they are at this moment, parted into waves and cut into
 * batches. Done again after a crash it changes nothing. Answers how many messages.
 */
export async function expand(
  house: Pick<House, 'db' | 'now' | 'newId'>,
  { id }: z.infer<typeof ExpandOccurrence>,
): Promise<number> {
  const planned = await store.find(house.db, id)
  if (planned?.status !== 'planned') return 0
  const definition = await definitionOf(house, planned)
  await refuseUnusable(house.db, planned.sandboxId, definition)
  return unlessUnwanted(
    house,
    planned,
    ({ status }) => going.has(status),
    (db, hold) => begin({ ...house, db }, definition, planned, hold),
  )
}

async function begin(
  { db, now, newId }: Pick<House, 'db' | 'now' | 'newId'>,
  definition: Definition,
  planned: store.OccurrenceRow,
  hold: () => Promise<void>,
): Promise<number> {
  const { id, sandboxId, campaignId } = planned
  // One snapshot of a campaign at a time: what is evergreen has to see those before it.
  await store.holdSnapshots(db, campaignId)
  await store.keepPeople(db, sandboxId)
  if ((await store.find(db, id))?.status !== 'planned') return 0
  const at = now()
  const { messages, starts } = await snapshot({ db, newId }, definition, planned, at)
  await hold()
  await waves.insert(
    db,
    id,
    starts.map((startsAt, index) => ({
      number: index + 1,
      startsAt,
      targeted: messages.find(({ wave }) => wave === index + 1)?.messages ?? 0,
    })),
  )
  const all = messages.reduce((sum, one) => sum + one.messages, 0)
  const released = messages.find(({ wave }) => wave === null)?.messages ?? 0
  await tallies.add(db, sandboxId, campaignId, at, [{ metric: 'targeted', occurrenceId: id, count: all }])
  const over = all === 0 ? ({ status: 'done', finishedAt: at } as const) : { status: 'sending' as const }
  await store.change(db, id, { ...over, targeted: all, released, startedAt: at })
  return all
}

async function refuseUnusable(db: Db, sandboxId: number, { audience, waves }: Definition): Promise<void> {
  if (audience.id === null) throw new Error('The campaign has no audience.')
  const inWaves =
    waves?.division === 'audience' ? waves.waves.flatMap(({ audienceId }) => audienceId ?? []) : []
  const named = [audience.id, ...audience.exclude, ...inWaves]
  const usable = await audiences.usable(db, sandboxId, named)
  const gone = named.find((each) => !usable.has(each))
  if (gone !== undefined) throw new Error(`The audience ${gone} was deleted or archived.`)
}

async function snapshot(
  { db, newId }: Pick<House, 'db' | 'newId'>,
  definition: Definition,
  occurrence: store.OccurrenceRow,
  at: Date,
) {
  const { sandboxId } = occurrence
  const { audience, pace, trigger, channelConfigurationId } = definition
  const members = (id: string) => membersOf(db, sandboxId, id, at)
  const meant = {
    occurrence,
    people: await members(audience.id!),
    excluded: await Promise.all(audience.exclude.map(members)),
    evergreen: trigger.kind === 'recurring' && trigger.evergreen,
  }
  const { parts, starts, variants, outside } = await divide(
    { db },
    definition,
    meant,
    occurrence.plannedAt,
    at,
    members,
  )
  const configuration =
    channelConfigurationId === null
      ? undefined
      : await configurations.find(db, sandboxId, channelConfigurationId)
  const field = configuration?.settings.executionField || 'personalEmail.address'
  const size = pageOf(pace)
  const messages = await expansion.expand(db, {
    ...meant,
    parts,
    outside,
    size,
    addressPath: field.split('.'),
    actions: [variants, ...definition.actions.map((variant) => [variant])].map((each) => ({
      firstId: newId(),
      variants: each,
    })),
    domains: pace.domains.map(({ domain, rate }) => ({ domain, size: Math.min(size, inSecond(rate)) })),
  })
  return { messages, starts }
}

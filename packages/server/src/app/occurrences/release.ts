import type { Definition } from '@chappe/core/campaign/schema'
import { giveBack, newPacer, type PacerState, take } from '@chappe/core/schedule/rate/pacer'
import { capOf, perMillisecond, type Rate } from '@chappe/core/schedule/rate/schema'
import type { House } from '../../context.ts'
import { batchSize } from '../../store/expansion.ts'
import * as store from '../../store/releases.ts'
import { definitionOf, zoneOf } from './definitions.ts'

/** In these statuses a campaign sends, or will again. */
export const going: ReadonlySet<string> = new Set(['live', 'paused', 'completed'])

/** Messages with the workers at a time, of one occurrence: campaigns take turns, and a pause need not wait for long. */
const ahead = 20_000
const hour = 3_600_000

/**
 * Gives the workers the next messages of every occurrence that is being sent, and ends those that are through. One
 * that this cannot be done for waits for the next time; `tell` hears why.
 */
export async function release(
  house: Pick<House, 'db' | 'now'>,
  tell: (error: unknown, occurrence: string) => void = () => {},
): Promise<void> {
  for (const occurrence of await store.sending(house.db))
    try {
      await releaseOne(house, occurrence)
    } catch (error) {
      tell(error, occurrence.id)
    }
}

async function releaseOne(house: Pick<House, 'db' | 'now'>, occurrence: store.Sending): Promise<void> {
  const { id, campaignStatus, targeted, released, open, deferred, startedAt } = occurrence
  if (campaignStatus === 'paused') return
  const at = house.now()
  const sends = going.has(campaignStatus)
  if (!sends && open > 0) await store.hurry(house.db, id)
  if (targeted === released) {
    if (open === 0) await store.finish(house.db, id, sends ? 'done' : 'stopped', at)
    return
  }
  // Of a campaign that was stopped the workers write down who was not reached.
  if (!sends) return store.releaseRest(house.db, id, null)
  const definition = await definitionOf(house, occurrence)
  const { deadlineHours } = definition.pace
  if (deadlineHours !== null && startedAt && at.getTime() >= startedAt.getTime() + deadlineHours * hour)
    return store.releaseRest(house.db, id, 'deadline-passed')
  // Few who wait for another attempt hold nobody up; when many do, the relay wants us to be slower.
  const room = Math.min(mostOpen(definition.pace) - (open - deferred), ahead - open)
  if (room > 0)
    await store.release(house.db, occurrence, at, (held) => grantOf(definition, held, at.getTime(), room))
}

/** What is kept of a campaign's pace: of all of it, and of each domain that has a rate of its own. */
export interface Paced {
  readonly all: PacerState
  readonly domains: Readonly<Record<string, PacerState>>
}

/** How many messages of each domain may go now: no domain above its own rate, all together not above the campaign's. */
function grantOf(definition: Definition, held: store.Held, now: number, room: number) {
  const { pace } = definition
  const zone = zoneOf(definition)
  const before = held.pace as Paced | null
  let all = before?.all ?? newPacer(pace, now)
  const domains: Record<string, PacerState> = { ...before?.domains }
  let left = room
  const grant = held.waiting.map(({ domain, messages }) => {
    const wanted = Math.min(messages, left)
    const own = limitsOf(pace, domain)
    const first = own && take(own, zone, domains[domain!] ?? newPacer(own, now), now, wanted)
    const { granted, state } = take(pace, zone, all, now, first?.granted ?? wanted)
    all = state
    if (own && first) domains[domain!] = giveBack(own, first.state, first.granted - granted)
    left -= granted
    return { domain, messages: granted }
  })
  // Batches go whole: what is left of a grant when the next one is too large is given back.
  const paced = (released: store.Grant): Paced => {
    for (const [index, { domain, messages }] of grant.filter((one) => one.messages > 0).entries()) {
      const unused = messages - released[index]!.messages
      const own = limitsOf(pace, domain)
      if (own) domains[domain!] = giveBack(own, domains[domain!]!, unused)
      all = giveBack(pace, all, unused)
    }
    return { all, domains }
  }
  // What a day of the warm-up has left is not there on the next.
  const exact = all.sent >= capOf(pace.warmUp, all.ordinal)
  return { grant, exact, paced }
}

function limitsOf({ domains }: Definition['pace'], domain: string | null) {
  const own = domain === null ? undefined : domains.find((one) => one.domain === domain)
  return own && { rate: own.rate, window: null, warmUp: null }
}

const mostOpen = (pace: Definition['pace']): number =>
  pace.rate === null ? ahead : Math.min(ahead, 2 * pageOf(pace))

/** Messages in a batch of a campaign: no more than a second of its rate, or a day of its warm-up, has. */
export const pageOf = ({ rate, warmUp }: Pick<Definition['pace'], 'rate' | 'warmUp'>): number =>
  Math.max(1, Math.min(batchSize, rate === null ? batchSize : inSecond(rate), ...(warmUp?.caps ?? [])))

export const inSecond = (rate: Rate): number => Math.max(1, Math.floor(perMillisecond(rate) * 1_000))

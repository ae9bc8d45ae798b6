import { beforeAll, expect, test } from 'vitest'
import { aHouse, type TestHouse } from '../../testing/house.ts'
import { occurrenceTools } from '../../testing/occurrences.ts'
import * as occurrences from '../occurrences.ts'

let house: TestHouse
beforeAll(async () => {
  house = await aHouse()
})

/** What clocks in the zone show, as `2026-03-29 03:30`. */
const shownIn = (zone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return (at: Date) => format.format(at)
}
const sundays = Array.from({ length: 52 }, (_, week) =>
  new Date(Date.UTC(2026, 0, 4 + 7 * week)).toISOString().slice(0, 10),
)

/** Zones, and the Sundays on which their clocks have no 02:30, with what they show instead. */
const zones: readonly [string, Readonly<Record<string, string>>][] = [
  ['Europe/Paris', { '2026-03-29': '03:30' }],
  ['Europe/London', {}],
  ['America/New_York', { '2026-03-08': '03:30' }],
  ['America/St_Johns', { '2026-03-08': '03:30' }],
  ['America/Santiago', {}],
  ['Australia/Sydney', { '2026-10-04': '03:30' }],
  ['Australia/Lord_Howe', {}],
  ['Pacific/Auckland', { '2026-09-27': '03:30' }],
  ['Africa/Casablanca', { '2026-03-22': '03:30' }],
  ['Asia/Kathmandu', {}],
]

test('a year of ten campaigns, each on Sundays at 02:30 of its own zone: every slot is one occurrence, at its time', async () => {
  const { aCampaign, aList } = occurrenceTools(house)
  const { id } = await aList(0)
  const campaigns = new Map<string, string>()
  for (const [timeZone] of zones) {
    const recurrence = { every: 'week' as const, days: [7], times: ['02:30'] }
    const trigger = { kind: 'recurring' as const, recurrence, start: '2026-01-01T00:00', timeZone }
    const first = new Date('2026-01-03T00:00:00Z')
    campaigns.set(timeZone, (await aCampaign({ id }, { nextAt: first, definition: { trigger } })).id)
  }
  // A clock that is set to whatever is due next, and a moment more; as many planners at it as there may be workers.
  const end = new Date('2026-12-31T00:00:00Z')
  for (;;) {
    const { nextAt } = await house.db
      .selectFrom('campaign')
      .select(({ fn }) => fn.min('nextAt').as('nextAt'))
      .executeTakeFirstOrThrow()
    if (nextAt === null || nextAt >= end) break
    const now = () => new Date(nextAt.getTime() + 700)
    await Promise.all([occurrences.planDue({ ...house, now }), occurrences.planDue({ ...house, now })])
  }
  for (const [zone, moved] of zones) {
    const planned = await house.db
      .selectFrom('occurrence')
      .select(['number', 'plannedAt', 'status'])
      .where('campaignId', '=', campaigns.get(zone)!)
      .orderBy('number')
      .execute()
    const shown = shownIn(zone)
    expect(
      planned.map(({ plannedAt }) => shown(plannedAt)),
      zone,
    ).toEqual(sundays.map((sunday) => `${sunday} ${moved[sunday] ?? '02:30'}`))
    expect(planned.map(({ number }) => number)).toEqual(sundays.map((_, index) => index + 1))
  }
  const jobs = await house.db
    .selectFrom('job')
    .select('key')
    .where('kind', '=', 'expand-occurrence')
    .execute()
  expect(new Set(jobs.map(({ key }) => key)).size).toBe(52 * zones.length)
})

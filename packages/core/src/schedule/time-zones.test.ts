import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { day, hour, parseLocal } from './civil.ts'
import { planZones, type ZoneCount } from './time-zones.ts'
import { mostAhead, mostBehind, wallAt } from './zones.ts'

// Many runs, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

const nine = parseLocal('2026-06-15T09:00')!
const policy = { fallback: null, passed: 'send' as const }
const early = nine - 2 * day

const people: ZoneCount[] = [
  { zone: 'Europe/Paris', people: 100 },
  { zone: 'Europe/Berlin', people: 20 },
  { zone: 'Pacific/Kiritimati', people: 3 },
  { zone: 'Asia/Kathmandu', people: 5 },
  { zone: 'Asia/Katmandu', people: 2 },
  { zone: 'America/New_York', people: 50 },
  { zone: 'Pacific/Pago_Pago', people: 1 },
  { zone: 'Europe/Pairs', people: 7 },
  { zone: '', people: 4 },
  { zone: null, people: 30 },
]
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString().slice(0, 16))

test('everyone gets it at nine on their own clock: from Kiritimati to Pago Pago, 25 hours apart', () => {
  const planned = planZones(people, policy, nine, 'Europe/Paris', early)
  expect(planned.groups.map(({ at, zones, people }) => [iso(at), zones, people])).toEqual([
    ['2026-06-14T19:00', ['Pacific/Kiritimati'], 3],
    ['2026-06-15T03:15', ['Asia/Kathmandu'], 7],
    ['2026-06-15T07:00', ['Europe/Berlin', 'Europe/Paris'], 161],
    ['2026-06-15T13:00', ['America/New_York'], 50],
    ['2026-06-15T20:00', ['Pacific/Pago_Pago'], 1],
  ])
  expect([iso(planned.firstAt), iso(planned.lastAt)]).toEqual(['2026-06-14T19:00', '2026-06-15T20:00'])
})

test('who has no zone, or one that does not exist, is counted and falls back', () => {
  const planned = planZones(people, { ...policy, fallback: 'America/New_York' }, nine, 'Europe/Paris', early)
  expect(planned.fellBack).toEqual({ missing: 34, unknown: 7 })
  const group = planned.groups.find(({ zones }) => zones.includes('America/New_York'))
  expect(group).toMatchObject({ people: 91, values: ['America/New_York', 'Europe/Pairs', '', null] })
})

test('those whose time has passed when it begins get it at once, unless they are to be skipped', () => {
  const began = Date.UTC(2026, 5, 15, 7, 30)
  const sent = planZones(people, policy, nine, 'Europe/Paris', began)
  expect(sent.groups.map(({ passed }) => passed)).toEqual(['send', 'send', 'send', null, null])
  expect([sent.skipped, sent.firstAt]).toEqual([0, began])
  const skipped = planZones(people, { ...policy, passed: 'skip' }, nine, 'Europe/Paris', began)
  expect(skipped.skipped).toBe(171)
  expect(iso(skipped.firstAt)).toBe('2026-06-15T13:00')
})

test('nobody left to send to has no first and no last', () => {
  const late = nine + 3 * day
  expect(planZones(people, { ...policy, passed: 'skip' }, nine, 'UTC', late)).toMatchObject({
    firstAt: null,
    lastAt: null,
    skipped: 222,
  })
})

test('each zone has its own gap: half past two in Paris is half past three that night, in London it is not', () => {
  const local = parseLocal('2026-03-29T02:30')!
  const { groups } = planZones(
    [
      { zone: 'Europe/Paris', people: 1 },
      { zone: 'Europe/London', people: 1 },
    ],
    policy,
    local,
    'UTC',
    local - 2 * day,
  )
  // Both are summer time already: 03:30 in Paris, 02:30 in London.
  expect(groups.map(({ at, people }) => [iso(at), people])).toEqual([['2026-03-29T01:30', 2]])
})

const zones = Intl.supportedValuesOf('timeZone')

test('everybody is in one group, whatever their profile says, within the time of the earth', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          zone: fc.option(fc.oneof(fc.constantFrom(...zones), fc.string())),
          people: fc.nat(1000),
        }),
        { maxLength: 30 },
      ),
      fc.integer({ min: 0, max: 365 * 24 }),
      (counts, hours) => {
        const local = Date.UTC(2026, 0, 1) + hours * hour
        const planned = planZones(counts, policy, local, 'Europe/Paris', 0)
        const total = counts.reduce((sum, { people }) => sum + people, 0)
        expect(planned.groups.reduce((sum, { people }) => sum + people, 0)).toBe(total)
        for (const { at, zones } of planned.groups) {
          expect(at).toBeGreaterThanOrEqual(local - mostAhead)
          expect(at).toBeLessThanOrEqual(local + mostBehind)
          for (const zone of zones) expect([0, 0.5, 1, 2]).toContain((wallAt(at, zone) - local) / hour)
        }
      },
    ),
  )
})

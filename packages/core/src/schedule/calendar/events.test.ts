import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hour } from '../civil.ts'
import { Pace } from '../rate/schema.ts'
import { CampaignSchedule } from '../schema.ts'
import { Waves } from '../waves.ts'
import { type Band, campaignBands, conflicts, hourlyVolume, type Planned, rowsOf } from './events.ts'
import { calendarRange } from './range.ts'

const iso = (at: number) => new Date(at).toISOString().slice(0, 16)
const campaign = (schedule: object, more: Partial<Planned> = {}): Planned => ({
  campaignId: 'a',
  schedule: CampaignSchedule.parse(schedule),
  waves: null,
  pace: Pace.parse({ rate: { messages: 10 } }),
  people: 72_000,
  activatedAt: null,
  ...more,
})
const march = calendarRange('month', '2026-03-15', 'Europe/Paris')

test('a month is whole weeks, and the day of the clocks has 23 hours', () => {
  expect([march.days.length, march.days[0]?.date, march.days.at(-1)?.date]).toEqual([
    42,
    '2026-02-23',
    '2026-04-05',
  ])
  const day = march.days.find(({ date }) => date === '2026-03-29')!
  expect((day.to - day.from) / hour).toBe(23)
  expect(march.days.filter(({ outside }) => !outside)).toHaveLength(31)
  expect(calendarRange('month', '2026-02-15', 'UTC', 7).days).toHaveLength(28)
})

test('a week begins where the reader’s weeks do, and its days meet', () => {
  expect(calendarRange('week', '2026-03-29', 'UTC').days.map(({ date }) => date)).toEqual([
    '2026-03-23',
    '2026-03-24',
    '2026-03-25',
    '2026-03-26',
    '2026-03-27',
    '2026-03-28',
    '2026-03-29',
  ])
  expect(calendarRange('week', '2026-03-29', 'UTC', 7).days[0]?.date).toBe('2026-03-29')
  for (const [index, { from }] of march.days.entries())
    if (index > 0) expect(from).toBe(march.days[index - 1]!.to)
})

test('a recurring campaign has a band for each occurrence, as long as its sending', () => {
  const weekly = campaign({
    kind: 'recurring',
    start: '2026-01-05T09:00',
    timeZone: 'Europe/Paris',
    recurrence: { every: 'week', interval: 2 },
  })
  expect(campaignBands(weekly, march.from, march.to).map(({ start, end }) => [iso(start), iso(end)])).toEqual(
    [
      ['2026-03-02T08:00', '2026-03-02T10:00'],
      ['2026-03-16T08:00', '2026-03-16T10:00'],
      ['2026-03-30T07:00', '2026-03-30T09:00'],
    ],
  )
})

test('an occurrence that began before and is still being sent is a band', () => {
  const slow = campaign(
    { kind: 'at', at: '2026-02-01T00:00', timeZone: 'UTC' },
    { people: 3_000_000, pace: Pace.parse({ rate: { messages: 1 } }) },
  )
  const [band] = campaignBands(slow, march.from, march.to)
  expect([iso(band!.start), iso(band!.end)]).toEqual(['2026-02-01T00:00', '2026-03-07T17:20'])
})

test('waves are bands of their own with their share of the people', () => {
  const waves = Waves.parse({
    division: 'percent',
    timing: { kind: 'interval', minutes: 1440 },
    waves: [{ size: 25 }, { size: 75 }],
  })
  const inWaves = campaign({ kind: 'at', at: '2026-03-10T09:00', timeZone: 'UTC' }, { waves })
  expect(
    campaignBands(inWaves, march.from, march.to).map(({ wave, start, people }) => [wave, iso(start), people]),
  ).toEqual([
    [0, '2026-03-10T09:00', 18_000],
    [1, '2026-03-11T09:00', 54_000],
  ])
})

test('by profile time zone a band reaches from the first clock to the last', () => {
  const local = campaign(
    { kind: 'at', at: '2026-03-10T09:00', timeZone: 'UTC', profileTimeZone: {} },
    {
      people: 3600,
      zones: [
        { zone: 'Pacific/Kiritimati', people: 1 },
        { zone: 'Pacific/Pago_Pago', people: 1 },
      ],
    },
  )
  const [band] = campaignBands(local, march.from, march.to)
  expect([iso(band!.start), iso(band!.end), band!.people]).toEqual([
    '2026-03-09T19:00',
    '2026-03-10T20:03',
    3600,
  ])
  expect(band!.hours.reduce((sum, { people }) => sum + people, 0)).toBe(3600)
})

test('what is sent at once is shown from its activation, and not before it is activated', () => {
  expect(campaignBands(campaign({ kind: 'now' }), march.from, march.to)).toEqual([])
  const at = Date.UTC(2026, 2, 12, 10)
  const [band] = campaignBands(
    campaign({ kind: 'now' }, { activatedAt: at, people: null }),
    march.from,
    march.to,
  )
  expect(band).toMatchObject({ start: at, end: at, people: null, hours: [] })
})

test('the volume of an hour is that of all campaigns, and all of it is there', () => {
  const daily = campaign({
    kind: 'recurring',
    start: '2026-03-10T09:00',
    timeZone: 'UTC',
    recurrence: { every: 'day' },
    end: { kind: 'after', occurrences: 3 },
  })
  const bands = [...campaignBands(daily, march.from, march.to), ...campaignBands(daily, march.from, march.to)]
  const volume = hourlyVolume(bands, Date.UTC(2026, 2, 1), Date.UTC(2026, 3, 1))
  expect(volume[9 * 24 + 9]).toBe(72_000)
  expect(volume.reduce((sum, people) => sum + people, 0)).toBe(6 * 72_000)
})

test('campaigns that are sent at the same time are in conflict, one with itself is not', () => {
  const at = (campaignId: string, start: number, end: number): Band => ({
    campaignId,
    occurrence: '',
    wave: null,
    start,
    end,
    people: null,
    hours: [],
  })
  const others = [
    at('a', 0, 9),
    at('b', 0, 5),
    at('c', 5, 6),
    at('d', 9, 9),
    at('e', 10, 20),
    at('f', 11, 12),
  ]
  const names = (apart?: number) =>
    conflicts(at('a', 5, 10), others, apart).map(({ campaignId }) => campaignId)
  expect(names()).toEqual(['c', 'd'])
  expect(names(1)).toEqual(['b', 'c', 'd', 'e'])
})

test('no two bands of a row overlap, and there are no more rows than bands at once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ start: fc.nat(100), length: fc.nat(20) }), { maxLength: 30 }),
      (input) => {
        const bands = input
          .map(({ start, length }) => ({ start, end: start + length }))
          .sort((a, b) => a.start - b.start)
        const rows = rowsOf(bands, 1)
        const ends = (index: number) => Math.max(bands[index]!.end, bands[index]!.start + 1)
        for (const [index, { start }] of bands.entries()) {
          for (let other = 0; other < index; other++)
            if (rows[other] === rows[index]) expect(ends(other)).toBeLessThanOrEqual(start)
          const atOnce = bands.filter((_, other) => other <= index && ends(other) > start).length
          expect(rows[index]).toBeLessThan(atOnce)
        }
      },
    ),
  )
})

test('a campaign that comes all day long is looked for from where one wants to know', () => {
  const often = campaign({
    kind: 'recurring',
    start: '2026-01-01T00:00',
    timeZone: 'UTC',
    recurrence: { every: 'rule', rule: 'FREQ=MINUTELY;INTERVAL=10' },
  })
  const since = Date.UTC(2026, 2, 10)
  const bands = campaignBands({ ...often, since }, since, since + 86_400_000)
  expect(bands).toHaveLength(144)
  expect(campaignBands({ ...often, since: Number.POSITIVE_INFINITY }, march.from, march.to)).toEqual([])
})

test('volumes are counted as far as the horizon, and a band beyond it is open at its end', () => {
  const slow = campaign(
    { kind: 'at', at: '2026-03-01T00:00', timeZone: 'UTC' },
    { people: 4_000_000, pace: Pace.parse({ rate: { messages: 1 } }), horizon: march.to },
  )
  const [band] = campaignBands(slow, march.from, march.to)
  expect(band?.end).toBe(Number.POSITIVE_INFINITY)
  expect(band?.hours).toHaveLength(Math.ceil((march.to - band!.start) / hour))
  const inTime = campaignBands({ ...slow, people: 3600 }, march.from, march.to)
  expect(iso(inTime[0]!.end)).toBe('2026-03-01T01:00')
})

import type { CalendarBand } from '@chappe/core/api/calendar'
import { Definition } from '@chappe/core/campaign/schema'
import { calendarRange } from '@chappe/core/schedule/calendar/range'
import { describe, expect, test } from 'vitest'
import { type Item, inOrder } from './item.ts'
import { barsOf, blocksOf, heatOf, hoursOf, isLong, weekStartIn } from './layout.ts'
import { droppedAt, movedDefinition, movedId, nudged } from './move.ts'
import { calendarSearch, isFiltered } from './search.ts'
import { stepFrom, turned } from './steps.ts'

const zone = 'Europe/Paris'
const week = calendarRange('week', '2026-03-25', zone)
/** Of the week from Monday the 23rd to Sunday the 29th, when clocks go forward. */
const at = (date: string) => Date.parse(`${date}Z`)
const item = (id: string, start: string, end: string): Item =>
  ({
    kind: 'band',
    id,
    name: id,
    start: at(start),
    end: end === '' ? Number.POSITIVE_INFINITY : at(end),
  }) as Item

describe('in the hours of a day', () => {
  const day = week.days[1]!
  const placed = (...items: Item[]) => {
    const blocks = blocksOf(items, day, zone).flat()
    return blocks.map((one) => [one.item.id, one.from, one.to, `${one.lane}/${one.lanes}`, one.isStart])
  }

  test('things stand by the clocks of the zone, beside each other where they meet', () => {
    const a = item('a', '2026-03-24T08:00', '2026-03-24T10:00')
    const b = item('b', '2026-03-24T09:00', '2026-03-24T09:00')
    const c = item('c', '2026-03-24T10:00', '2026-03-24T12:30')
    expect(placed(a, b, c)).toEqual([
      ['a', 540, 660, '0/2', true],
      ['b', 600, 660, '1/2', true],
      ['c', 660, 810, '0/1', true],
    ])
  })

  test('a time that is full takes no room from the rest of the day', () => {
    const noon = ['x', 'y', 'z'].map((id) => item(id, '2026-03-24T11:00', '2026-03-24T11:30'))
    const groups = blocksOf([...noon, item('late', '2026-03-24T12:30', '2026-03-24T13:30')], day, zone)
    expect(groups.map((group) => group.map(({ lane, lanes }) => `${lane}/${lanes}`))).toEqual([
      ['0/3', '1/3', '2/3'],
      ['0/1'],
    ])
  })

  test('what began yesterday begins at midnight, and what is of another day is not there', () => {
    const night = item('night', '2026-03-23T21:00', '2026-03-24T01:00')
    const other = item('other', '2026-03-25T08:00', '2026-03-25T09:00')
    expect(placed(night, other)).toEqual([['night', 0, 120, '0/1', false]])
  })
})

test('a bar is over its days, in few rows, says that it goes on, and is below where it never ends', () => {
  const all = [
    item('long', '2026-03-20T08:00', ''),
    item('short', '2026-03-23T08:00', '2026-03-24T09:00'),
    item('later', '2026-03-26T08:00', '2026-03-27T20:00'),
    item('gone', '2026-03-10T08:00', '2026-03-12T08:00'),
  ]
  expect(all.map(isLong)).toEqual([true, true, true, true])
  const bars = barsOf(all, week.days)
  expect(bars.map((bar) => [bar.item.id, bar.first, bar.last, bar.row, bar.before, bar.after])).toEqual([
    ['short', 0, 1, 0, false, false],
    ['later', 3, 4, 0, false, false],
    ['long', 0, 6, 1, true, true],
  ])
})

test('the hours of the day that has 23 are those that its clocks show', () => {
  const sunday = week.days[6]!
  const hours = new Array<number>(7 * 24 - 1).fill(0)
  const from = 6 * 24
  hours[from + 1] = 10
  hours[from + 2] = 20
  const counts = hoursOf(hours, week.from, sunday, zone)
  expect([counts[1], counts[2], counts[3]]).toEqual([10, 0, 20])
})

test('heat is in four steps, and nothing is cold', () => {
  expect([0, 1, 2_500, 5_000, 10_000].map((people) => heatOf(people, 10_000))).toEqual([0, 1, 2, 3, 4])
  expect(heatOf(5, 0)).toBe(0)
})

test('weeks begin where the reader’s weeks do', () => {
  expect(['fr-FR', 'en-US'].map(weekStartIn)).toEqual([1, 7])
})

test('arrows go from one to the next, and from day to day', () => {
  const items = inOrder([
    item('tuesday', '2026-03-24T08:00', '2026-03-24T09:00'),
    item('early', '2026-03-23T06:00', '2026-03-23T07:00'),
    item('late', '2026-03-23T20:00', '2026-03-23T21:00'),
    item('friday', '2026-03-27T08:00', '2026-03-27T09:00'),
  ])
  const step = (id: string, key: string) => stepFrom(id, key, items, week.days)
  expect(step('early', 'ArrowDown')).toBe('late')
  expect(step('late', 'ArrowDown')).toBe('tuesday')
  expect(step('late', 'ArrowRight')).toBe('tuesday')
  expect(step('tuesday', 'ArrowRight')).toBe('friday')
  expect(step('tuesday', 'ArrowLeft')).toBe('early')
  expect([step('early', 'ArrowUp'), step('friday', 'ArrowRight'), step('x', 'Home')]).toEqual([
    null,
    null,
    null,
  ])
  expect([step('tuesday', 'Home'), step('tuesday', 'End'), step('tuesday', 'a')]).toEqual([
    'early',
    'friday',
    null,
  ])
})

describe('a draft that is moved', () => {
  const band = {
    id: 'x/2026-03-27T09:00',
    local: '2026-03-27T09:00',
    timeZone: 'America/New_York',
    start: '2026-03-27T13:00:00.000Z',
  } as CalendarBand
  const definition = Definition.parse({
    trigger: { kind: 'at', at: band.local, timeZone: band.timeZone },
    waves: {
      division: 'equal',
      timing: { kind: 'dates' },
      waves: [{}, { at: '2026-03-28T09:00' }],
    },
  })

  test('is said in the clocks of its own schedule, its waves with it', () => {
    const moved = movedDefinition(definition, band, at('2026-03-30T14:30'))
    expect(moved).toMatchObject({
      trigger: { at: '2026-03-30T10:30', timeZone: 'America/New_York' },
      waves: { waves: [{ at: null }, { at: '2026-03-31T10:30' }] },
    })
    expect(movedId(band, at('2026-03-30T14:30'))).toBe('x/2026-03-30T10:30')
  })

  test('that takes calls has its whole window moved', () => {
    const window = { id: 'w', local: null, timeZone: null, start: '2026-03-27T13:00:00.000Z' } as CalendarBand
    const schedule = { startAt: '2026-03-27T13:00:00Z', endAt: '2026-03-29T13:00:00Z' }
    const moved = movedDefinition(Definition.parse({ schedule }), window, at('2026-03-28T12:00'))
    expect(moved?.schedule).toMatchObject({
      startAt: '2026-03-28T12:00:00.000Z',
      endAt: '2026-03-30T12:00:00.000Z',
    })
    expect(movedDefinition(Definition.parse({}), window, 0)).toBeNull()
    expect(movedId(window, 0)).toBe('w')
  })

  test('by arrows keeps its time of day over a change of clocks', () => {
    const noon = at('2026-03-28T11:00')
    expect(nudged(noon, 'ArrowRight', 'week', zone)).toBe(at('2026-03-29T10:00'))
    expect(nudged(noon, 'ArrowUp', 'week', zone)).toBe(at('2026-03-28T10:00'))
    expect(nudged(noon, 'ArrowDown', 'month', zone)).toBe(at('2026-04-04T10:00'))
    expect(nudged(noon, 'Enter', 'week', zone)).toBeNull()
  })

  test('by dragging snaps to a quarter of an hour, and keeps its time where only a day is named', () => {
    const start = at('2026-03-24T08:10')
    expect(droppedAt(start, zone, { days: 2, minutes: 608 })).toBe(at('2026-03-26T09:15'))
    expect(droppedAt(start, zone, { days: -1, minutes: null })).toBe(at('2026-03-23T08:10'))
    expect(droppedAt(start, zone, { days: 0, minutes: 2000 })).toBe(at('2026-03-24T22:45'))
  })
})

test('one turns as far as years are known', () => {
  expect(turned('2026-03-25', 'week', -1)).toBe('2026-03-18')
  expect(turned('2026-01-31', 'month', 1)).toBe('2026-02-01')
  expect(turned('2199-12-31', 'week', 1)).toBe('2199-12-31')
})

test('a damaged address falls back, and filters are told from what is only looked at', () => {
  expect(
    calendarSearch.parse({ view: 'year', date: 'x', status: ['live', 'nonsense'], drafts: true }),
  ).toEqual({
    drafts: true,
  })
  for (const date of ['0002-03-25', '9999-12-31']) expect(calendarSearch.parse({ date })).toEqual({})
  expect(isFiltered({ view: 'month', drafts: true, tag: [] })).toBe(false)
  expect(isFiltered({ tag: ['x'] })).toBe(true)
})

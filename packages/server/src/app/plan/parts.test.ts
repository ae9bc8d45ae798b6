import { Definition } from '@chappe/core/campaign/schema'
import { parseLocal } from '@chappe/core/schedule/civil'
import { expect, test } from 'vitest'
import { booksOf, divide, type ToPart } from './parts.ts'

const begins = Date.UTC(2026, 11, 8, 8)
const hour = 3_600_000
const given: ToPart = { local: null, begins, zone: 'Europe/Paris', targeted: 100, groups: null }
const inWaves = (waves: object) =>
  Definition.parse({
    waves: { division: 'percent', timing: { kind: 'interval', minutes: 60 }, ...waves },
  })
const sizes = { waves: [{ size: 30 }, { size: 50 }] }

test('people who were not counted are parted as the audience was when it was evaluated', () => {
  const { parts } = divide(inWaves(sizes), given)
  expect(parts.map(({ people, at }) => [people, at])).toEqual([
    [30, begins],
    [70, begins + hour],
  ])
  expect(divide(Definition.parse({}), given).parts.map(({ people }) => people)).toEqual([100])
})

test('nobody knows how many are in a wave by audience before they are counted', () => {
  const id = '01970000-0000-7000-8000-000000000001'
  const waves = inWaves({ division: 'audience', waves: [{ audienceId: id }, { audienceId: id }] })
  expect(divide(waves, given).parts.map(({ people }) => people)).toEqual([null, null])
})

test('of waves by chance that leave people out, the other reasons are of those who are in one', () => {
  const groups = [
    { reason: null, zone: null, wave: 1, people: 60 },
    { reason: 'no-consent' as const, zone: null, wave: 1, people: 40 },
    { reason: 'duplicate-address' as const, zone: null, wave: 1, people: 5 },
  ]
  const division = divide(inWaves({ ...sizes, remainder: 'leave_out' }), { ...given, targeted: 105, groups })
  expect(division.parts.map(({ people, reached }) => [people, reached])).toEqual([
    [30, 18],
    [50, 30],
  ])
  expect(booksOf(division, 105)).toEqual({
    reasons: [
      { reason: 'no-consent', people: 32 },
      { reason: 'no-wave', people: 20 },
      { reason: 'duplicate-address', people: 5 },
    ],
    reached: 48,
  })
})

test('by people’s own clocks, who is late gets it at once or is left out, as the campaign says', () => {
  const groups = [
    { reason: null, zone: 'Asia/Tokyo', wave: 1, people: 7 },
    { reason: null, zone: 'Europe/Paris', wave: 1, people: 11 },
  ]
  const at = '2026-12-08T10:00'
  const trigger = (passed: string) =>
    Definition.parse({ trigger: { kind: 'at', at, timeZone: 'Europe/Paris', profileTimeZone: { passed } } })
  const local = parseLocal(at)!
  const sent = divide(trigger('send'), { ...given, local, groups })
  expect(sent.parts.map(({ people, at, passed }) => [people, at - begins, passed])).toEqual([
    [7, 0, 'send'],
    [11, hour, null],
  ])
  expect(sent.fellBack).toEqual({ missing: 0, unknown: 0 })
  const strange = [null, '', 'Mars/Phobos'].map((zone) => ({ reason: null, zone, wave: 1, people: 2 }))
  const fell = divide(trigger('send'), { ...given, local, groups: [...groups, ...strange] })
  expect(fell.fellBack).toEqual({ missing: 4, unknown: 2 })
  expect(fell.parts.map(({ people }) => people)).toEqual([7, 17])
  const skipped = divide(trigger('skip'), { ...given, local, groups })
  expect(booksOf(skipped, 18)).toEqual({ reasons: [{ reason: 'time-passed', people: 7 }], reached: 11 })
})

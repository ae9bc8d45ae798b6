import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outlook, type Part } from './outlook.ts'
import { plan } from './plan.ts'
import { Pace } from './schema.ts'

const hour = 3_600_000
const zone = 'Europe/Paris'
const start = Date.UTC(2026, 10, 23, 8)

const pace = fc
  .record({
    rate: fc.option(
      fc.record({ messages: fc.integer({ min: 1, max: 500 }), per: fc.constant('minute' as const) }),
    ),
    window: fc.option(fc.record({ from: fc.constant('08:00'), to: fc.constant('18:00') })),
    warmUp: fc.option(
      fc.record({
        caps: fc.array(fc.integer({ min: 50, max: 5_000 }), { minLength: 1, maxLength: 5 }),
        afterwards: fc.constantFrom('last' as const, 'unlimited' as const),
      }),
    ),
    deadlineHours: fc.option(fc.integer({ min: 1, max: 200 })),
  })
  .map((given) => Pace.parse(given))
const parts = fc
  .array(
    fc.record({ gap: fc.integer({ min: 0, max: 30 * 60 }), people: fc.integer({ min: 0, max: 20_000 }) }),
    {
      minLength: 1,
      maxLength: 10,
    },
  )
  .map((waves) => {
    let at = start
    return waves.map(({ gap, people }): Part => ({ start: (at += gap * 60_000), people }))
  })

test('of one part is its plan', () => {
  fc.assert(
    fc.property(pace, fc.integer({ min: 0, max: 50_000 }), (pace, people) => {
      const { hours, endsAt, left } = plan({ people, pace, start, zone })
      const alone = outlook({ parts: [{ start, people }], pace, zone })
      expect(alone).toEqual({ hours, endsAt, left, ends: [endsAt] })
    }),
  )
})

test('everybody is in an hour or left, and nobody before their part begins', () => {
  fc.assert(
    fc.property(parts, pace, (parts, pace) => {
      const { hours, left, ends, endsAt } = outlook({ parts, pace, zone })
      const all = parts.reduce((sum, { people }) => sum + people, 0)
      expect(hours.reduce((sum, { people }) => sum + people, 0) + left).toBe(all)
      if (pace.deadlineHours === null) expect(left).toBe(0)
      for (const [index, end] of ends.entries())
        if (end !== null) {
          expect(end).toBeGreaterThanOrEqual(parts[index]!.start)
          expect(end).toBeLessThanOrEqual(endsAt!)
        }
      for (let n = 0; n < parts.length; n++) {
        const begun = parts
          .filter((part) => part.start <= parts[n]!.start)
          .reduce((sum, p) => sum + p.people, 0)
        const by = hours
          .filter(({ at }) => at + hour <= parts[n]!.start)
          .reduce((sum, h) => sum + h.people, 0)
        expect(by).toBeLessThanOrEqual(begun)
      }
      expect(hours.map(({ at }) => at)).toEqual([...hours.map(({ at }) => at)].sort((a, b) => a - b))
    }),
  )
})

test('parts that overlap share the rate: no hour has more than it allows', () => {
  const perHour = 600
  const pace = Pace.parse({ rate: { messages: 10, per: 'minute' } })
  fc.assert(
    fc.property(parts, (parts) => {
      const { hours } = outlook({ parts, pace, zone })
      const byClock = new Map<number, number>()
      for (const { at, people } of hours) {
        const clock = Math.floor(at / hour)
        byClock.set(clock, (byClock.get(clock) ?? 0) + people)
      }
      // Each part that begins within an hour may round up once.
      for (const people of byClock.values()) expect(people).toBeLessThanOrEqual(perHour + parts.length)
    }),
  )
})

test('a warm-up goes on where the part before left it', () => {
  const pace = Pace.parse({ warmUp: { caps: [100, 200], afterwards: 'last' } })
  const day = 24 * hour
  const waves = [0, 1, 2].map((n) => ({ start: start + n * day, people: 100 }))
  const { hours, endsAt } = outlook({
    parts: [...waves, { start: start + 3 * day, people: 300 }],
    pace,
    zone,
  })
  expect(endsAt).toBeGreaterThan(start + 3 * day)
  expect(hours.filter(({ at }) => at < start + day).reduce((sum, { people }) => sum + people, 0)).toBe(100)
  const lastDays = hours.filter(({ at }) => at >= start + 3 * day)
  expect(lastDays.reduce((sum, { people }) => sum + people, 0)).toBe(300)
  expect(new Set(lastDays.map(({ at }) => new Date(at + hour).getUTCDate())).size).toBeGreaterThan(1)
})

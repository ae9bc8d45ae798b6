import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { wallAt } from '../zones.ts'
import { burstMs, giveBack, newPacer, take } from './pacer.ts'
import { plan } from './plan.ts'
import { Pace, perMillisecond } from './schema.ts'

// Many runs, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

const zone = 'Europe/Paris'
const start = Date.UTC(2026, 2, 27, 8, 30)
const pace = (input: object = {}) => Pace.parse(input)

/** One worker that asks for 100 at a time and waits as it is told; what it was granted and when. */
function sendAll(limits: Pace, people: number, at = start) {
  const granted: { at: number; messages: number }[] = []
  let state = newPacer(limits, at)
  let now = at
  let left = people
  for (let turns = 0; left > 0; turns++) {
    if (turns > 200_000) throw new Error('It never ends')
    const taken = take(limits, zone, state, now, Math.min(left, 100))
    state = taken.state
    left -= taken.granted
    if (taken.granted > 0) granted.push({ at: now, messages: taken.granted })
    now += taken.waitMs
  }
  return granted
}

const total = (granted: readonly { messages: number }[]) =>
  granted.reduce((sum, { messages }) => sum + messages, 0)

const rate = fc.record({
  messages: fc.integer({ min: 1, max: 3000 }),
  per: fc.constantFrom('second' as const, 'minute' as const, 'hour' as const),
})

test('in no time is more granted than the rate, one burst and one message, whoever asks for how much and when', () => {
  fc.assert(
    fc.property(
      rate,
      fc.array(fc.record({ wait: fc.nat(5000), wanted: fc.nat(500) }), { minLength: 1, maxLength: 60 }),
      (limit, asks) => {
        const limits = pace({ rate: limit })
        const granted: { at: number; messages: number }[] = []
        let state = newPacer(limits, start)
        let now = start
        for (const { wait, wanted } of asks) {
          now += wait
          const taken = take(limits, zone, state, now, wanted)
          expect(taken.granted).toBeLessThanOrEqual(wanted)
          granted.push({ at: now, messages: taken.granted })
          state = taken.state
        }
        for (let first = 0; first < granted.length; first++)
          for (let last = first; last < granted.length; last++) {
            const time = granted[last]!.at - granted[first]!.at
            const most = perMillisecond(limit) * (time + burstMs) + 1
            expect(total(granted.slice(first, last + 1))).toBeLessThanOrEqual(most + 1e-6)
          }
      },
    ),
    { numRuns: 60 },
  )
})

test('who waits as told gets everybody sent, as fast as the rate allows', () => {
  fc.assert(
    fc.property(rate, fc.integer({ min: 1, max: 500 }), (limit, people) => {
      const granted = sendAll(pace({ rate: limit }), people)
      expect(total(granted)).toBe(people)
      const took = granted.at(-1)!.at - start
      expect(took).toBeLessThanOrEqual(people / perMillisecond(limit) + 1)
    }),
    { numRuns: 60 },
  )
})

test('who asks every second or a little later, and takes whole batches only, loses next to nothing of the rate', () => {
  const late = fc.array(fc.integer({ min: 1_000, max: 1_200 }), { minLength: 40, maxLength: 60 })
  fc.assert(
    fc.property(rate, late, (limit, waits) => {
      const limits = pace({ rate: limit })
      const batch = Math.max(1, Math.floor(perMillisecond(limit) * 1_000))
      let state = newPacer(limits, start)
      let now = start
      let sent = 0
      for (const wait of waits) {
        const { granted, state: taken } = take(limits, zone, state, now, 100_000)
        const unused = granted % batch
        state = giveBack(limits, taken, unused)
        sent += granted - unused
        now += wait
      }
      const could = perMillisecond(limit) * (now - waits.at(-1)! - start)
      // What the next batch has already waits for its rest.
      expect(sent).toBeGreaterThan(0.97 * could - batch - 1)
    }),
    { numRuns: 100 },
  )
})

test('after each wait something is granted, so nobody waits in a circle', () => {
  fc.assert(
    fc.property(rate, fc.nat(10_000), (limit, idle) => {
      const limits = pace({ rate: limit, window: { from: '09:00', to: '12:00' } })
      const empty = take(limits, zone, newPacer(limits, start), start, 1_000_000).state
      const at = start + idle
      const first = take(limits, zone, empty, at, 1_000_000)
      const waited = at + first.waitMs
      expect(take(limits, zone, first.state, waited, 1).granted).toBe(1)
    }),
  )
})

test('a window and a warm-up: whom today does not reach tomorrow does, as the plan said', () => {
  const limits = pace({
    rate: { messages: 20, per: 'minute' },
    window: { from: '09:00', to: '11:00' },
    warmUp: { caps: [500, 1000] },
  })
  const granted = sendAll(limits, 6000)
  const byDay = new Map<string, number>()
  for (const { at, messages } of granted) {
    const shown = new Date(wallAt(at, zone)).toISOString()
    const hours = Number(shown.slice(11, 13))
    expect(hours >= 9 && hours < 11).toBe(true)
    byDay.set(shown.slice(0, 10), (byDay.get(shown.slice(0, 10)) ?? 0) + messages)
  }
  const planned = plan({ people: 6000, pace: limits, start, zone })
  expect([...byDay.keys()]).toEqual(planned.days.map(({ date }) => date))
  expect(total(granted)).toBe(6000)
  for (const { date, people } of planned.days)
    expect(Math.abs(byDay.get(date)! - people)).toBeLessThanOrEqual(4)
})

test('several workers that share one state are no faster than one', () => {
  const limits = pace({ rate: { messages: 50 } })
  let state = newPacer(limits, start)
  let sent = 0
  for (let tick = 0; tick < 10_000; tick += 10) {
    // Their clocks differ by up to half a second.
    for (const skew of [0, 500, -500]) {
      const taken = take(limits, zone, state, start + tick + skew, 7)
      state = taken.state
      sent += taken.granted
    }
  }
  expect(sent).toBeLessThanOrEqual(50 * 10.5 + 50)
})

test('a clock that is set back by an hour does not stop the campaign for an hour', () => {
  const limits = pace({ rate: { messages: 1 } })
  const { state } = take(limits, zone, newPacer(limits, start), start, 1)
  const back = take(limits, zone, state, start - 3_600_000, 1)
  expect(back.granted).toBe(0)
  expect(take(limits, zone, back.state, start - 3_600_000 + back.waitMs, 1).granted).toBe(1)
})

test('ten years of silence are worth one burst', () => {
  const limits = pace({ rate: { messages: 2000 } })
  const { state } = take(limits, zone, newPacer(limits, start), start, 2000)
  expect(take(limits, zone, state, start + 3e11, 1_000_000).granted).toBe(2000)
})

test('what did not leave may leave later, and a day is not charged for it', () => {
  const limits = pace({ rate: { messages: 10 }, warmUp: { caps: [10], afterwards: 'last' } })
  const { state } = take(limits, zone, newPacer(limits, start), start, 10)
  expect(take(limits, zone, state, start + 1000, 5).granted).toBe(0)
  expect(take(limits, zone, giveBack(limits, state, 3), start + 1000, 5).granted).toBe(3)
})

test('without limits all is granted at once, inside the window', () => {
  expect(take(pace(), zone, newPacer(pace(), start), start, 1_000_000).granted).toBe(1_000_000)
  const limits = pace({ window: { from: '20:00', to: '22:00' } })
  expect(take(limits, zone, newPacer(limits, start), start, 5)).toMatchObject({
    granted: 0,
    waitMs: 10.5 * 3_600_000,
  })
})

test.each([
  { rate: { messages: 0 } },
  { rate: { messages: 20_001 } },
  { rate: { messages: 1.5 } },
  { window: { from: '09:00', to: '09:00' } },
  { window: { from: '9:00', to: '10:00' } },
  { warmUp: { caps: [] } },
  { warmUp: { caps: [0] } },
  { deadlineHours: 0 },
  {
    domains: [
      { domain: 'A.example', rate: { messages: 1 } },
      { domain: 'a.example', rate: { messages: 1 } },
    ],
  },
])('%j is no pace', (input) => {
  expect(Pace.safeParse(input).success).toBe(false)
})

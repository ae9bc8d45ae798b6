import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leaseClock } from './leases.ts'

test('the clock of leases counts the sleep of a machine and never goes back, however its wall clock is set', () => {
  const step = fc.record({
    ran: fc.integer({ min: 0, max: 60_000 }),
    slept: fc.oneof(fc.constant(0), fc.integer({ min: 5_000, max: 86_400_000 })),
    set: fc.oneof(fc.constant(0), fc.integer({ min: -7_200_000, max: 7_200_000 })),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let monotonic = 0
      let wall = 1_000_000_000
      const clock = leaseClock(
        () => monotonic,
        () => wall,
      )
      for (const { ran, slept, set } of steps) {
        const before = clock()
        monotonic += ran
        wall += ran + slept
        const after = clock()
        // A leap of the wall clock by less than a second is nobody's sleep.
        expect(after - before).toBeGreaterThanOrEqual(ran + slept - 1_000)
        wall += set
        expect(clock()).toBeGreaterThanOrEqual(after)
      }
    }),
  )
})

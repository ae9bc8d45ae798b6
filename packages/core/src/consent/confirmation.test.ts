import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Asked, confirmationLimits, mayAskAt } from './confirmation.ts'

const start = Date.UTC(2026, 0, 1)
const minute = 60_000
const day = 24 * 60 * minute
const { pause, sameTopic, inAll } = confirmationLimits
const options = fc.uniqueArray(fc.constantFrom('news', 'club', 'offers'), { minLength: 1 })
const wishes = fc.array(fc.record({ minutes: fc.integer({ min: 0, max: 3 * 24 * 60 }), options }), {
  maxLength: 60,
})

test('whoever asks as often as they like sends at most so many messages in any day, and none in the pause', () => {
  fc.assert(
    fc.property(wishes, (all) => {
      const sent: Asked[] = []
      for (const { minutes, options } of all.sort((a, b) => a.minutes - b.minutes)) {
        const at = new Date(start + minutes * minute)
        if (mayAskAt(sent, options, at) === null) sent.push({ at, options })
      }
      for (const { at } of sent) {
        const today = sent.filter((one) => one.at <= at && one.at.getTime() > at.getTime() - day)
        expect(today.length).toBeLessThanOrEqual(inAll)
        for (const topic of ['news', 'club', 'offers']) {
          const same = today.filter((one) => one.options.includes(topic))
          expect(same.length).toBeLessThanOrEqual(sameTopic)
          const soon = same.filter((one) => one.at.getTime() > at.getTime() - pause * minute)
          expect(soon.length).toBeLessThanOrEqual(1)
        }
      }
    }),
  )
})

test('the instant that a refusal names is the first at which it is not refused', () => {
  fc.assert(
    fc.property(wishes, options, (all, wanted) => {
      const sent = all.map(({ minutes, options }) => ({ at: new Date(start + minutes * minute), options }))
      const now = new Date(start + 3 * day)
      const when = mayAskAt(sent, wanted, now)
      if (when === null) return
      expect(when.getTime()).toBeGreaterThan(now.getTime())
      expect(mayAskAt(sent, wanted, when)).toBeNull()
      expect(mayAskAt(sent, wanted, new Date(when.getTime() - 1))).not.toBeNull()
    }),
  )
})

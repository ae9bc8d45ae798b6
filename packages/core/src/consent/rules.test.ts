import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayReceive, type Said } from './rules.ts'
import { choices, storedChoices } from './schema.ts'

const channel = fc.array(fc.constantFrom(...choices), { maxLength: 2 })
const said: fc.Arbitrary<Said> = fc.record({
  channel,
  topic: fc.option(fc.array(fc.constantFrom(...storedChoices), { maxLength: 2 })),
  byDefault: fc.constantFrom(...choices),
  doubleOptIn: fc.boolean(),
})
const none: Said = { channel: [], topic: null, byDefault: 'in', doubleOptIn: false }

test('one refusal, by the person or by the address, outweighs whatever else was said', () => {
  fc.assert(
    fc.property(said, (one) => {
      expect(mayReceive({ ...one, channel: [...one.channel, 'out'] })).toBe(false)
      if (one.topic) expect(mayReceive({ ...one, topic: [...one.topic, 'out'] })).toBe(false)
    }),
  )
})

test('who has not confirmed a topic hears nothing about it', () => {
  fc.assert(
    fc.property(said, (one) => {
      if (one.topic) expect(mayReceive({ ...one, topic: [...one.topic, 'pending'] })).toBe(false)
      if (one.topic && !one.topic.includes('in'))
        expect(mayReceive({ ...one, doubleOptIn: true })).toBe(false)
    }),
  )
})

test('where nobody said anything the default decides', () => {
  for (const topic of [null, []]) {
    expect(mayReceive({ ...none, topic })).toBe(true)
    expect(mayReceive({ ...none, topic, byDefault: 'out' })).toBe(false)
  }
})

test('a yes to the channel, or to the topic alone, is enough where the default is no', () => {
  expect(mayReceive({ ...none, byDefault: 'out', channel: ['in'] })).toBe(true)
  expect(mayReceive({ ...none, byDefault: 'out', channel: ['in'], topic: [] })).toBe(true)
  expect(mayReceive({ ...none, byDefault: 'out', topic: ['in'] })).toBe(true)
})

import { describe, expect, test } from 'vitest'
import { Pace } from '../schedule/rate/schema.ts'
import { type OpenBatch, type Standing, waitOf, waitOfPlanned } from './waits.ts'

const now = Date.UTC(2026, 0, 9, 12)
const minute = 60_000
const standing = (more: Partial<Standing> = {}): Standing => ({
  now,
  pace: Pace.parse({}),
  zone: 'UTC',
  pacer: null,
  isConfigured: true,
  held: [],
  open: [],
  ...more,
})
const batch = (more: Partial<OpenBatch> = {}): OpenBatch => ({
  isLeased: false,
  dueAt: now,
  isRetry: false,
  reason: null,
  reply: null,
  ...more,
})
const retry = batch({ isRetry: true, dueAt: now + 3 * minute, reason: 'busy', reply: '451 Later' })
const cut = batch({ reason: 'connection', reply: 'connect ECONNREFUSED', dueAt: now + 10_000 })

describe('an occurrence of which nothing leaves waits', () => {
  test('for nothing while a worker has some of it, or may take it any moment', () => {
    expect(waitOf(standing({ open: [batch({ isLeased: true }), retry] }))).toBeNull()
    expect(waitOf(standing({ open: [batch()] }))).toBeNull()
    expect(waitOf(standing())).toBeNull()
  })

  test('for a relay that cannot be reached, also while somebody tries', () => {
    const wait = { reason: 'relay', until: now + 10_000, reply: 'connect ECONNREFUSED' }
    expect(waitOf(standing({ open: [cut], held: [now - 1] }))).toEqual(wait)
    expect(waitOf(standing({ open: [{ ...cut, isLeased: true }] }))).toEqual(wait)
  })

  test('for its channel configuration', () =>
    expect(waitOf(standing({ open: [batch({ dueAt: now + 30_000 })], isConfigured: false }))).toMatchObject({
      reason: 'configuration',
      until: null,
    }))

  test('for a worker when nobody takes what is due, or its snapshot', () => {
    expect(waitOf(standing({ open: [batch({ dueAt: now - minute })] }))).toMatchObject({ reason: 'worker' })
    expect(waitOfPlanned(now - minute, now)).toMatchObject({ reason: 'worker' })
    expect(waitOfPlanned(now, now)).toBeNull()
  })

  test('for its next wave, whoever waits for another attempt meanwhile', () =>
    expect(waitOf(standing({ held: [now + 60 * minute, now + 30 * minute], open: [retry] }))).toEqual({
      reason: 'wave',
      until: now + 30 * minute,
      reply: null,
    }))

  test('for its hours, and not for a second of its rate', () => {
    const pace = (input: object) => Pace.parse(input)
    const window = { from: '09:00', to: '10:00' }
    expect(waitOf(standing({ held: [now - 1], pace: pace({ window }) }))).toMatchObject({
      reason: 'window',
      until: Date.UTC(2026, 0, 10, 9),
    })
    const spent = { at: now, credit: 0, day: null, ordinal: 0, sent: 0 }
    const rate = { messages: 1, per: 'second' as const }
    expect(waitOf(standing({ held: [now - 1], pace: pace({ rate }), pacer: spent }))).toBeNull()
    const slow = { messages: 1, per: 'minute' as const }
    expect(waitOf(standing({ held: [now - 1], pace: pace({ rate: slow }), pacer: spent }))).toMatchObject({
      reason: 'rate',
      until: now + minute,
    })
  })

  test('for the next attempt when all who are left were put off', () =>
    expect(waitOf(standing({ open: [retry, { ...retry, dueAt: now + minute }] }))).toEqual({
      reason: 'retry',
      until: now + minute,
      reply: '451 Later',
    }))
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressOf, readAddress, textAt } from './item.ts'
import { Relays } from './relays.ts'
import { retryIn, verdictOf } from './verdict.ts'

const now = new Date('2025-11-21T12:00:00Z')
const on = { attempts: 0, resends: 0, reply: null, now, policy: 'resend_once' as const, jitter: 0.5 }
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000)

test('retries come after one minute, then ever later up to an hour, and never after the window', () => {
  const expiresAt = inMinutes(84 * 60)
  const steps = Array.from({ length: 10 }, (_, n) => retryIn(n + 1, { ...on, expiresAt })! / 60_000)
  expect(steps).toEqual([1, 2, 5, 10, 20, 30, 60, 60, 60, 60])
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(5_040),
      (attempts, jitter, left) => {
        const wait = retryIn(attempts, { ...on, jitter, expiresAt: inMinutes(left) })
        if (wait === null) expect(left).toBeLessThan(1)
        else {
          expect(wait).toBeGreaterThan(0)
          expect(wait).toBeLessThan(left * 60_000)
        }
      },
    ),
  )
})

test('every result is counted once and in one place, whatever the circumstances', () => {
  const results = fc.constantFrom(
    { kind: 'accepted', reply: '250' } as const,
    { kind: 'refused', reason: 'policy', bounce: 'hard', reply: '550' } as const,
    { kind: 'deferred', reason: 'system', counts: true, reply: '451' } as const,
    { kind: 'deferred', reason: 'system', counts: false, reply: '451' } as const,
    { kind: 'uncertain', reply: '' } as const,
    { kind: 'excluded', reason: 'no-consent' } as const,
    { kind: 'error', reason: 'rendering' } as const,
    { kind: 'waits', reason: 'connection', reply: '' } as const,
  )
  const booked = {
    sent: 'sent',
    excluded: 'excluded',
    uncertain: 'uncertain',
    bounced: 'bounced',
    error: 'error',
  }
  fc.assert(
    fc.property(
      results,
      fc.nat(20),
      fc.nat(1),
      fc.constantFrom('resend_once', 'leave'),
      fc.integer({ min: -5, max: 90 }),
      (result, attempts, resends, policy, left) => {
        const verdict = verdictOf(result, {
          ...on,
          attempts,
          resends,
          policy,
          expiresAt: inMinutes(left),
        } as typeof on & { expiresAt: Date })
        const counted = verdict.deltas.filter(({ metric }) => metric in booked)
        const end = verdict.failure ?? verdict.status
        expect(counted.map(({ metric, count }) => [metric, count])).toEqual(
          verdict.status === 'deferred' ? [] : [[end, 1]],
        )
        expect(verdict.failure !== null).toBe(verdict.status === 'failed')
        if (verdict.again !== undefined) expect(verdict.status).toBe('deferred')
        expect(resends + verdict.resent).toBeLessThanOrEqual(1)
      },
    ),
  )
})

test('who may have heard is never counted as left out or failed on our side', () => {
  const given = { ...on, attempts: 2, resends: 1, policy: 'resend_once', expiresAt: inMinutes(0) } as const
  for (const result of [
    { kind: 'excluded', reason: 'campaign-stopped' },
    { kind: 'error', reason: 'retry-window-over' },
    { kind: 'deferred', reason: 'connection', counts: false, reply: 'Connection refused' },
  ] as const)
    expect(verdictOf(result, given)).toMatchObject({ status: 'uncertain', failure: null, reason: null })
})

test('the address is the call’s, else the profile’s with the call’s overrides, else an email identity', () => {
  const stored = { personalEmail: { address: 'stored@example.com' }, work: { mail: 'work@example.com' } }
  const crm = { type: 'external' as const, namespace: 'crm', userId: '1' }
  const text = (...args: Parameters<typeof addressOf>) => addressOf(...args).text
  expect(text({ ...crm, channelData: { emailAddress: ' Direct@Example.com ' } }, stored, '', undefined)).toBe(
    'Direct@Example.com',
  )
  expect(
    text({ ...crm, profile: { personalEmail: { address: 'given@example.com' } } }, stored, '', undefined),
  ).toBe('given@example.com')
  expect(text(crm, stored, 'personalEmail.address', undefined)).toBe('stored@example.com')
  expect(text(crm, stored, 'work.mail', undefined)).toBe('work@example.com')
  expect(text(crm, {}, '', 'identity@example.com')).toBe('identity@example.com')
  expect(
    text({ ...crm, namespace: 'Email', userId: 'Own@example.com' }, {}, '', 'identity@example.com'),
  ).toBe('own@example.com')
  expect(addressOf(crm, {}, '', undefined)).toEqual({ ok: false, text: null, reason: 'no-address' })
  expect(readAddress('a b@c')).toMatchObject({ ok: false, reason: 'malformed-address' })
  expect(readAddress('Ann@BÜCHER.example')).toMatchObject({
    key: 'ann@xn--bcher-kva.example',
    domain: 'xn--bcher-kva.example',
  })
  expect(textAt(JSON.parse('{"__proto__": {"x": "1"}}'), 'constructor.name')).toBeUndefined()
})

test('a relay out of reach is left alone longer each time; a busy one gets its share of the slots', () => {
  let time = 0
  const relays = new Relays(() => time)
  const own = (campaignId: string) => ({ campaignId, variant: null })
  relays.belongs(own('campaign'), 'relay')
  relays.belongs(own('other'), 'fine')
  const waits = Array.from({ length: 9 }, () => {
    const wait = relays.failed('relay')
    expect(relays.failed('relay')).toBe(wait)
    expect(relays.held(4)).toEqual(['campaign'])
    time += wait
    expect(relays.held(4)).toEqual([])
    return wait / 1_000
  })
  expect(waits).toEqual([1, 2, 5, 10, 20, 30, 60, 60, 60])
  relays.reached('relay')
  expect(relays.failed('relay')).toBe(1_000)
  relays.reached('relay')
  const leave = [relays.enter(own('campaign')), relays.enter(own('campaign'))]
  expect([relays.held(2), relays.held(3)]).toEqual([['campaign'], []])
  leave[0]!()
  expect(relays.held(2)).toEqual([])
  relays.enter(own('new'))
  relays.enter(own('new'))
  expect(relays.held(2)).toEqual(['new'])
})

test('a campaign with two contents over two relays is left alone when neither can be reached', () => {
  const relays = new Relays(() => 0)
  relays.belongs({ campaignId: 'campaign', variant: null }, 'relay')
  relays.belongs({ campaignId: 'campaign', variant: 'second' }, 'other')
  relays.failed('relay')
  expect(relays.held(4)).toEqual([])
  relays.failed('other')
  expect(relays.held(4)).toEqual(['campaign'])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSecrets } from './secrets.ts'
import { trackingTokens } from './tracking.ts'

const tokens = trackingTokens(openSecrets([Buffer.alloc(32, 1)]))
const message = { messageId: '01970000-0000-7000-8000-0123456789ab', sandboxId: 4_294_967_295 }

test('law: a return address leads back to its message, whatever became of its case', () => {
  fc.assert(
    fc.property(fc.uuid({ version: 7 }), fc.nat(), fc.boolean(), (messageId, sandboxId, isLoud) => {
      const address = tokens.returnPath('Bounces@b.example.com', { messageId, sandboxId })
      expect(tokens.readReturnPath(isLoud ? address.toUpperCase() : address)).toEqual({
        mailbox: 'bounces@b.example.com',
        message: { messageId, sandboxId },
      })
    }),
  )
})

test('a mailbox of fifteen characters before the @ leaves room for the mark (RFC 5321, 4.5.3.1.1)', () => {
  const [local = ''] = tokens.returnPath('fifteen-letters@b.example', message).split('@')
  expect(local.length).toBe(64)
})

test('law: nobody makes a mark up, and no change of one is overlooked', () => {
  const address = tokens.returnPath('bounces@b.example', message)
  const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567')
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 55 }), letters, (at, letter) => {
      const changed = address.slice(0, at) + letter + address.slice(at + 1)
      if (changed !== address) expect(tokens.readReturnPath(changed)?.message).toBe('forged')
    }),
  )
  const other = trackingTokens(openSecrets([Buffer.alloc(32, 2)]))
  expect(other.readReturnPath(address)?.message).toBe('forged')
})

test('an address without a mark is itself, another tag included', () => {
  expect(tokens.readReturnPath('Bounces+prod@b.example')).toEqual({
    mailbox: 'bounces+prod@b.example',
    message: null,
  })
  const tagged = tokens.returnPath('bounces+prod@b.example', message)
  expect(tokens.readReturnPath(tagged)).toEqual({ mailbox: 'bounces+prod@b.example', message })
  for (const none of ['', 'bounces', '@', 'a b@c.example', 'a@b@c']) {
    expect(tokens.readReturnPath(none)).toBeUndefined()
  }
})

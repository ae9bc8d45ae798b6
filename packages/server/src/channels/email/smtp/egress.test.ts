import type { LookupFunction } from 'node:net'
import { expect, test } from 'vitest'
import { anEnv } from '../testing/stage.ts'
import { Forbidden, guardedLookup, isPrivate } from './egress.ts'

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'fd00::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::a00:1',
])('%s is inside', (address) => expect(isPrivate(address)).toBe(true))

test.each([
  '1.1.1.1',
  '172.32.0.1',
  '100.128.0.1',
  '192.0.2.1',
  '2606:4700::1',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
])('%s is outside', (address) => expect(isPrivate(address)).toBe(false))

const resolvesTo =
  (...addresses: string[]): LookupFunction =>
  (_name, _options, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

const ask = (lookup: LookupFunction, all: boolean) =>
  new Promise((resolve, reject) =>
    lookup('mail.example', { all }, (error, found) => (error ? reject(error) : resolve(found))),
  )

test('of the addresses of a name only public ones may be connected to', async () => {
  const lookup = guardedLookup(
    'mail.example',
    anEnv({ allowPrivate: false, lookup: resolvesTo('10.0.0.1', '1.1.1.1', '::1') }),
  )
  expect(await ask(lookup, true)).toEqual([{ address: '1.1.1.1', family: 4 }])
  expect(await ask(lookup, false)).toBe('1.1.1.1')
})

test('a name that leads inside, and an address that is inside, are refused', async () => {
  const env = anEnv({ allowPrivate: false, lookup: resolvesTo('127.0.0.1') })
  await expect(ask(guardedLookup('mail.example', env), true)).rejects.toThrow(Forbidden)
  expect(() => guardedLookup('127.0.0.1', env)).toThrow(Forbidden)
  expect(() => guardedLookup('::ffff:10.0.0.1', env)).toThrow(Forbidden)
})

test('the operator may allow them', async () => {
  const lookup = guardedLookup('127.0.0.1', anEnv({ allowPrivate: true, lookup: resolvesTo('127.0.0.1') }))
  expect(await ask(lookup, true)).toEqual([{ address: '127.0.0.1', family: 4 }])
})

import { EmailSettings, mostSeeds } from '@chappe/core/configuration/schema'
import { expect, test } from 'vitest'
import { addressesIn, notAnAddress } from './seeds.ts'

test('addresses are read however they were pasted, each once', () => {
  expect(addressesIn(' a@x.test, b@x.test;\n\nc@x.test\ta@x.test ')).toEqual([
    'a@x.test',
    'b@x.test',
    'c@x.test',
  ])
  expect(addressesIn(' \n')).toEqual([])
})

test('the entry that is no address is named', () => {
  expect(notAnAddress(['a@x.test', 'somebody', 'b@'])).toBe('somebody')
  expect(notAnAddress(['a@x.test', 'zoé@exemple.fr'])).toBeUndefined()
})

test('a list holds as many as the schema takes, and not one more', () => {
  const seeds = (count: number) => Array.from({ length: count }, (_, i) => `seed${i}@x.test`)
  const fits = (count: number) => EmailSettings.safeParse({ seedList: seeds(count) }).success
  expect([fits(mostSeeds), fits(mostSeeds + 1)]).toEqual([true, false])
})

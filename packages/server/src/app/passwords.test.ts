import { expect, test } from 'vitest'
import { currentCost, fits, generatePassword, hashPassword, isOutdated, nobodysHash } from './passwords.ts'

const cheap = { ln: 4, r: 1, p: 1 }

test('a hash fits its password and no other, and carries its own cost', async () => {
  const hash = await hashPassword('correct horse', cheap)
  expect(hash).toMatch(/^\$scrypt\$ln=4,r=1,p=1\$/)
  expect(await fits('correct horse', hash)).toBe(true)
  expect(await fits('correct hors', hash)).toBe(false)
  expect(await fits('', hash)).toBe(false)
})

test('the same password never gives the same hash', async () => {
  expect(await hashPassword('correct horse', cheap)).not.toBe(await hashPassword('correct horse', cheap))
})

test('an accent fits however the keyboard composes it', async () => {
  const hash = await hashPassword('caf\u00e9', cheap)
  expect(await fits('cafe\u0301', hash)).toBe(true)
})

test('new hashes are made at today’s cost; those of another cost are to be renewed', async () => {
  const hash = await hashPassword('correct horse')
  expect(hash.startsWith(`$scrypt$ln=${currentCost.ln},r=${currentCost.r},p=${currentCost.p}$`)).toBe(true)
  expect(isOutdated(hash)).toBe(false)
  expect(isOutdated(await hashPassword('correct horse', cheap))).toBe(true)
})

test('nobody’s hash is checked at today’s cost and fits nothing', async () => {
  expect(isOutdated(nobodysHash)).toBe(false)
  expect(await fits('', nobodysHash)).toBe(false)
})

test('what is no hash fits no password', async () => {
  for (const stored of ['', 'correct horse', '$scrypt$ln=4,r=1,p=1$AAAA$AAAA'])
    expect(await fits(stored, stored)).toBe(false)
})

test('generated passwords can be typed and do not repeat', () => {
  const made = Array.from({ length: 200 }, generatePassword)
  expect(new Set(made).size).toBe(200)
  for (const password of made) expect(password).toMatch(/^([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/)
})

import { expect, inject, test } from 'vitest'
import { checkExternal, refuseVersion } from './external.ts'

test('a PostgreSQL from 15 to 18 is taken', async () => {
  await expect(checkExternal(inject('testServer'))).resolves.toBeUndefined()
  for (const version of [150_000, 150_020, 180_004]) expect(refuseVersion(version)).toBeUndefined()
})

test('an older or newer PostgreSQL is refused by its number', () => {
  expect(refuseVersion(140_019)).toBe('Chappe needs PostgreSQL 15 to 18; the one in DATABASE_URL is 14.')
  expect(refuseVersion(190_000)).toBe('Chappe needs PostgreSQL 15 to 18; the one in DATABASE_URL is 19.')
})

test('a server that is not there, or has not this database, is refused in a sentence', async () => {
  await expect(checkExternal('postgresql://me:secret@127.0.0.1:1/chappe')).rejects.toThrow(
    'The database in DATABASE_URL cannot be used: connect ECONNREFUSED 127.0.0.1:1.',
  )
  const url = new URL(inject('testServer'))
  url.pathname = '/nowhere'
  await expect(checkExternal(url.href)).rejects.toThrow('database "nowhere" does not exist.')
})

import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { aFolder } from '../testing/trial.ts'
import { keepDatabase } from './database.ts'
import { Refusal } from './refusal.ts'
import { readSecretKey } from './secret-key.ts'

test('the key is made once, for its owner only, and read from then on', () => {
  const dataFolder = join(aFolder(), 'data')
  const key = readSecretKey({ secretKey: undefined, dataFolder })
  expect(key).toHaveLength(32)
  expect(statSync(join(dataFolder, 'secret.key')).mode & 0o777).toBe(0o600)
  expect(readSecretKey({ secretKey: undefined, dataFolder })).toEqual(key)
})

test('two installations have different keys', () => {
  const keys = [aFolder(), aFolder()].map((dataFolder) => readSecretKey({ secretKey: undefined, dataFolder }))
  expect(keys[0]).not.toEqual(keys[1])
})

test('a key from the environment counts before the file', () => {
  const dataFolder = aFolder()
  readSecretKey({ secretKey: undefined, dataFolder })
  expect(readSecretKey({ secretKey: Buffer.alloc(32, 1), dataFolder })).toEqual(Buffer.alloc(32, 1))
})

test('a damaged key file is not replaced: what it sealed would be lost', () => {
  const dataFolder = aFolder()
  writeFileSync(join(dataFolder, 'secret.key'), 'abc')
  expect(() => readSecretKey({ secretKey: undefined, dataFolder })).toThrow('does not hold a key of 32 bytes')
})

test('a data folder that cannot be one is refused in a sentence', async () => {
  const dataFolder = join(aFolder(), 'file')
  writeFileSync(dataFolder, '')
  const said = expect.objectContaining({
    message: expect.stringMatching(/^The data folder .*file cannot be used: .*set CHAPPE_DATA/),
  })
  expect(() => readSecretKey({ secretKey: undefined, dataFolder })).toThrow(Refusal)
  expect(() => readSecretKey({ secretKey: undefined, dataFolder })).toThrow(said)
  const log = { info: () => {} } as unknown as Log
  await expect(keepDatabase({ dataFolder } as Config, log)).rejects.toThrow(said)
})

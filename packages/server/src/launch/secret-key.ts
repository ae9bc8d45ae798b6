import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { makeDataFolder } from '../store/embedded/place.ts'
import { Refusal, refuseFolder } from './refusal.ts'

/** The installation's master key: from the environment, else from a file that is made once. */
export function readSecretKey({ secretKey, dataFolder }: Pick<Config, 'secretKey' | 'dataFolder'>): Buffer {
  if (secretKey) return secretKey
  const file = join(dataFolder, 'secret.key')
  const key = keyIn(dataFolder, file)
  if (key.length === 32) return key
  throw new Refusal(
    `${file} does not hold a key of 32 bytes in hexadecimal. Restore it, or set CHAPPE_SECRET_KEY.`,
  )
}

function keyIn(folder: string, file: string): Buffer {
  try {
    return readKey(file) ?? makeKey(folder, file)
  } catch (error) {
    return refuseFolder(folder, error)
  }
}

/** Written aside and linked, so that it is whole or not there, and of two processes at once one wins. */
function makeKey(folder: string, file: string): Buffer {
  makeDataFolder(folder)
  const half = `${file}.${process.pid}.half`
  writeFileSync(half, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(half, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(half)
  }
  return readKey(file) ?? Buffer.alloc(0)
}

function readKey(file: string): Buffer | undefined {
  try {
    return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

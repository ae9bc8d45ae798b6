import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { AssetStorage } from '../../context.ts'
import { StorageFailure } from './failure.ts'

/** Files in a folder of this machine. A key is the hash of its bytes: what is there is right, and stays. */
export function folderStorage(folder: string): Omit<AssetStorage, 'url'> {
  const fileOf = (key: string) => join(folder, key.slice(0, 2), key)
  return {
    async put(key, bytes) {
      const file = fileOf(key)
      try {
        if ((await stat(file).catch(() => undefined))?.size === bytes.length) return
        await write(file, bytes)
      } catch (error) {
        throw new StorageFailure('The image could not be written to the data folder.', error)
      }
    },
    async get(key) {
      try {
        return await readFile(fileOf(key))
      } catch (error) {
        if (isMissing(error)) return undefined
        throw new StorageFailure('The image could not be read from the data folder.', error)
      }
    },
  }
}

/** Whole or not at all, whatever happens to the machine meanwhile. */
async function write(file: string, bytes: Buffer): Promise<void> {
  const folder = dirname(file)
  await mkdir(folder, { recursive: true })
  const half = `${file}.${randomBytes(6).toString('hex')}.half`
  try {
    const handle = await open(half, 'wx')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(half, file)
  } catch (error) {
    await rm(half, { force: true })
    throw error
  }
  const entries = await open(folder, 'r')
  await entries.sync().finally(() => entries.close())
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

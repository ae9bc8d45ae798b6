import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { folderStorage } from './folder.ts'
import { aPng } from './testing/images.ts'

const folder = await mkdtemp(join(tmpdir(), 'chappe-folder-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const storage = folderStorage(folder)
const key = (letter: string) => `${letter.repeat(40)}.png`

test('an image comes back as it was put, and nothing else is left in the folder', async () => {
  await storage.put(key('a'), aPng())
  expect(await storage.get(key('a'))).toEqual(aPng())
  expect(await readdir(join(folder, 'aa'))).toEqual([key('a')])
})

test('many put the same image at once, and it is whole', async () => {
  const bytes = aPng(200, 200)
  await Promise.all(Array.from({ length: 20 }, () => storage.put(key('b'), bytes)))
  expect(await storage.get(key('b'))).toEqual(bytes)
  expect(await readdir(join(folder, 'bb'))).toEqual([key('b')])
})

test('what is not there is undefined', async () => {
  expect(await storage.get(key('c'))).toBeUndefined()
})

test('a folder that cannot be written to is told in a sentence', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  const broken = folderStorage(file)
  await expect(broken.put(key('a'), aPng())).rejects.toThrow('could not be written to the data folder')
  await expect(broken.get(key('a'))).rejects.toThrow('could not be read from the data folder')
})

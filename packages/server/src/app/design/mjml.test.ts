import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { htmlOf } from './mjml.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-mjml-'))
afterAll(() => rmSync(folder, { recursive: true }))

const document =
  '<mjml><mj-body><mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section></mj-body></mjml>'

test('without a thread the caller compiles', async () => {
  expect(await htmlOf(document)).toContain('Hello')
})

test('a thread answers each document, tells a mistake, and is replaced when it dies', async () => {
  // A peer that keeps the protocol: answers what it got, refuses what is wrong, and dies when told.
  const script = join(folder, 'thread.mjs')
  writeFileSync(
    script,
    `import { parentPort } from 'node:worker_threads'
     parentPort.on('message', ({ id, source }) => {
       if (source === 'die') process.exit(1)
       parentPort.postMessage(source === 'wrong' ? { id, error: 'wrong tag' } : { id, html: source + '!' })
     })`,
  )
  const url = pathToFileURL(script)
  expect(await Promise.all(['a', 'b', 'c'].map((source) => htmlOf(source, url)))).toEqual(['a!', 'b!', 'c!'])
  await expect(htmlOf('wrong', url)).rejects.toThrow('wrong tag')
  await expect(htmlOf('die', url)).rejects.toThrow('ended')
  expect(await htmlOf('again', url)).toBe('again!')
})

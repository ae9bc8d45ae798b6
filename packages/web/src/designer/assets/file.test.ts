import { expect, test } from 'vitest'
import { base64Of, megabytes, refusalOf } from './file.ts'

test('what the server would refuse is not sent', () => {
  expect(refusalOf({ type: 'image/png', size: 5 * 1024 * 1024 })).toBeUndefined()
  expect(refusalOf({ type: 'image/png', size: 5 * 1024 * 1024 + 1 })).toMatchObject({ why: 'size' })
  expect(refusalOf({ type: 'image/svg+xml', size: 10 })).toEqual({ why: 'type' })
  expect(megabytes(5 * 1024 * 1024 + 1)).toBe(5.1)
})

test('bytes of any number and value survive the way to base64', async () => {
  const bytes = Uint8Array.from({ length: 100_003 }, (_, at) => (at * 7) % 256)
  const text = await base64Of(new Blob([bytes]))
  expect(Uint8Array.from(atob(text), (one) => one.charCodeAt(0))).toEqual(bytes)
})

import { contentLimits } from '@chappe/core/content/schema'
import { describe, expect, test } from 'vitest'
import { isKey, keyOf, mediaTypeOf, readImage } from './image.ts'
import { aGif, aJpeg, aPng, aWebp } from './testing/images.ts'

describe('an image is known by its bytes', () => {
  test.each([
    ['png', aPng(3, 5), 'image/png', 3, 5],
    ['gif', aGif, 'image/gif', 1, 1],
    ['jpg', aJpeg, 'image/jpeg', 4, 3],
    ['webp', aWebp, 'image/webp', 1, 1],
  ])('%s', (kind, bytes, mediaType, width, height) => {
    const image = readImage(bytes)
    expect(image).toMatchObject({ kind, mediaType, width, height })
    const key = keyOf(1, image)
    expect(isKey(key)).toBe(true)
    expect(mediaTypeOf(key)).toBe(mediaType)
  })
})

test('the same bytes have one key in a sandbox, and another elsewhere', () => {
  const image = readImage(aPng())
  expect(keyOf(1, readImage(aPng()))).toBe(keyOf(1, image))
  expect(keyOf(2, image)).not.toBe(keyOf(1, image))
  expect(keyOf(1, readImage(aPng(2, 2, 9)))).not.toBe(keyOf(1, image))
})

describe('what no mail program shows is refused in a sentence', () => {
  test.each([
    [
      'SVG',
      Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'do not show SVG',
    ],
    ['HTML', Buffer.from('<html><script>alert(1)</script>'), 'none of PNG, JPEG, GIF and WebP'],
    ['nothing', Buffer.alloc(0), 'none of PNG'],
    ['half a PNG', aPng().subarray(0, 12), 'damaged'],
    ['a GIF that is a script', Buffer.from('GIF89'), 'none of PNG'],
    ['too much', Buffer.concat([aPng(), Buffer.alloc(contentLimits.asset)]), 'larger than 5 MB'],
  ])('%s', (_, bytes, sentence) => {
    expect(() => readImage(bytes)).toThrow(sentence)
  })
})

test('an address that is no key is none', () => {
  for (const text of [
    '',
    '../secret.key',
    `${'a'.repeat(40)}.svg`,
    `${'A'.repeat(40)}.png`,
    `${'a'.repeat(40)}.png/..`,
  ])
    expect(isKey(text), text).toBe(false)
})

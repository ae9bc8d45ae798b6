import { expect, test } from 'vitest'
import { fromWindows1252 } from './windows-1252.ts'

test('the letters and marks that Latin-1 does not have are read', () => {
  expect(fromWindows1252('c\x9cur, l\x92\xe9t\xe9, 100 \x80, \x8cuvre \x96 \x93x\x94')).toBe(
    'cœur, l’été, 100 €, Œuvre – “x”',
  )
})

test('every other byte is the character of its number, and none is lost', () => {
  const all = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join('')
  const read = fromWindows1252(all)
  expect(new Set(read).size).toBe(256)
  expect(read.slice(0, 0x80) + read.slice(0xa0)).toBe(all.slice(0, 0x80) + all.slice(0xa0))
})

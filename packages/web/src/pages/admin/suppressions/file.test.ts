import { expect, test } from 'vitest'
import { exampleFile, textOf } from './file.ts'

test('a file is UTF-8, or what spreadsheets still write', () => {
  expect(textOf(new TextEncoder().encode('EMAIL,zoé@b.example'))).toEqual({ text: 'EMAIL,zoé@b.example' })
  expect(textOf(Uint8Array.from([0x7a, 0x6f, 0xe9]))).toEqual({ text: 'zoé' })
})

test('what is no text or too large is told', () => {
  expect(textOf(Uint8Array.from([0x50, 0x4b, 0x03, 0x00]))).toEqual({ problem: 'unreadable' })
  expect(textOf(new Uint8Array())).toEqual({ problem: 'unreadable' })
  expect(textOf(new Uint8Array(1_048_577).fill(65))).toEqual({ problem: 'tooLarge' })
  expect(textOf(new Uint8Array(1_000_000).fill(0xe9))).toEqual({ problem: 'tooLarge' })
})

test('the example has the three columns', () => {
  expect(exampleFile.split('\r\n')[0]).toBe('TYPE,VALUE,COMMENT')
})

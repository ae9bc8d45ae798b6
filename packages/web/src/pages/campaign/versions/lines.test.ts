import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareLines, folded, type Line } from './lines.ts'

const shown = (lines: readonly Line[]) =>
  lines.map(({ kind, text }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${text}`)

describe('comparing lines', () => {
  test('a changed line goes out and comes in between the lines that stay', () => {
    expect(shown(compareLines('a\nb\nc', 'a\nB\nc'))).toEqual([' a', '-b', '+B', ' c'])
  })

  test('a line put in, a line taken out, and a text from nothing', () => {
    expect(shown(compareLines('a\nc', 'a\nb\nc'))).toEqual([' a', '+b', ' c'])
    expect(shown(compareLines('a\nb\nc', 'a\nc'))).toEqual([' a', '-b', ' c'])
    expect(shown(compareLines('', 'a'))).toEqual(['+a'])
  })

  test('line endings of another system are no difference', () => {
    expect(compareLines('a\r\nb', 'a\nb').every(({ kind }) => kind === 'same')).toBe(true)
  })

  test('two long texts with nothing in common are replaced as a whole', () => {
    const long = (letter: string) => Array.from({ length: 3_000 }, (_, i) => `${letter}${i}`).join('\n')
    const lines = compareLines(long('a'), long('b'))
    expect(lines.filter(({ kind }) => kind === 'same')).toEqual([])
    expect(lines).toHaveLength(6_000)
  })

  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
    .map((lines) => lines.join('\n'))

  test('the lines that stay and go are the old text, those that stay and come the new one', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = compareLines(before, after)
        const side = (without: Line['kind']) =>
          lines.flatMap((line) => (line.kind === without ? [] : [line.text])).join('\n')
        expect(side('added')).toBe(before)
        expect(side('removed')).toBe(after)
      }),
    )
  })

  test('no shorter way exists', () => {
    const common = (a: string[], b: string[]): number => {
      const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
      for (let i = a.length - 1; i >= 0; i--)
        for (let j = b.length - 1; j >= 0; j--)
          table[i]![j] =
            a[i] === b[j] ? 1 + table[i + 1]![j + 1]! : Math.max(table[i + 1]![j]!, table[i]![j + 1]!)
      return table[0]![0]!
    }
    fc.assert(
      fc.property(text, text, (before, after) => {
        const split = (value: string) => (value === '' ? [] : value.split('\n'))
        const kept = compareLines(before, after).filter(({ kind }) => kind === 'same').length
        expect(kept).toBe(common(split(before), split(after)))
      }),
    )
  })
})

test('equal lines far from a change are counted, not shown', () => {
  const before = Array.from({ length: 20 }, (_, i) => `${i}`).join('\n')
  const pieces = folded(compareLines(before, before.replace('10', 'ten')), 2)
  expect(pieces.map((piece) => (piece.kind === 'gap' ? piece.count : shown(piece.lines)))).toEqual([
    8,
    [' 8', ' 9', '-10', '+ten', ' 11', ' 12'],
    7,
  ])
})

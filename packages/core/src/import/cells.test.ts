import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellReader, readYes } from './cells.ts'
import { inferManner, inferType } from './infer.ts'

const manner = { dateOrder: 'dmy', decimal: '.' } as const
const french = { dateOrder: 'dmy', decimal: ',' } as const
const american = { dateOrder: 'mdy', decimal: '.' } as const

test.each([
  [
    'integer',
    manner,
    {
      '12': 12,
      '-3': -3,
      '1 234': 1234,
      '1,234': 1234,
      '12.5': undefined,
      '1e3': undefined,
      '': undefined,
      x: undefined,
      '12345678901234567890': undefined,
    },
  ],
  ['integer', french, { '1.234': 1234, '1\u202f234': 1234, '12,0': 12 }],
  [
    'number',
    manner,
    {
      '1,234.5': 1234.5,
      '.5': undefined,
      '0.5': 0.5,
      '1.5e3': 1500,
      '1.2.3': undefined,
      NaN: undefined,
      Infinity: undefined,
    },
  ],
  ['number', french, { '1.234,5': 1234.5, '1 234,5': 1234.5, '12.34': 12.34, '1,2,3': undefined }],
  [
    'date',
    manner,
    {
      '2026-11-21': '2026-11-21',
      '21/11/2026': '2026-11-21',
      '1.2.2026': '2026-02-01',
      '2026/1/2': '2026-01-02',
      '31/02/2026': undefined,
      '29/02/2024': '2024-02-29',
      '29/02/2100': undefined,
      '11/21/2026': undefined,
      '21/11/26': undefined,
      '2026-11-21 00:00:00': '2026-11-21',
      '2026-11-21 10:00': undefined,
    },
  ],
  ['date', american, { '11/21/2026': '2026-11-21', '21/11/2026': undefined }],
  [
    'date-time',
    manner,
    {
      '2026-11-21T07:00:00Z': '2026-11-21T07:00:00Z',
      '21/11/2026 7:05': '2026-11-21T07:05:00',
      '2026-11-21 07:00:00.25+0100': '2026-11-21T07:00:00.25+01:00',
      '2026-11-21': '2026-11-21T00:00:00',
      '2026-11-21 25:00': undefined,
      '2026-11-21T07:00+99:00': undefined,
    },
  ],
  ['array', manner, { 'a|b | c': ['a', 'b', 'c'], '[1,"x"]': [1, 'x'], '[1,': undefined, one: ['one'] }],
] as const)('%s', (type, how, cells) => {
  const read = cellReader(type, how)
  expect(Object.fromEntries(Object.keys(cells).map((cell) => [cell, read(cell)]))).toEqual(cells)
})

test('yes and no are understood in both languages, and nothing else is', () => {
  for (const word of ['yes', 'Oui', 'TRUE', '1', 'opt-in', 'Inscrit', 'accepté', 'X', 'o'])
    expect(readYes(word)).toBe(true)
  for (const word of ['no', 'NON', 'faux', '0', 'Opt-out', 'Désinscrit', 'n'])
    expect(readYes(word)).toBe(false)
  for (const word of ['', 'maybe', '2', 'out of office', '-']) expect(readYes(word)).toBeUndefined()
})

test('a date that is read is a date, whatever came in', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/),
      fc.constantFrom(manner, american),
      (text, how) => {
        const read = cellReader('date', how)(text)
        if (read !== undefined) expect(new Date(`${read}T00:00:00Z`).toISOString().slice(0, 10)).toBe(read)
      },
    ),
  )
})

test('types and manners are inferred from cells', () => {
  expect(inferManner(['1 234,50', '3,5', '03/25/2026'])).toEqual({ decimal: ',', dateOrder: 'mdy' })
  expect(inferType(['oui', 'non'], manner)).toBe('boolean')
  expect(inferType(['0', '1'], manner)).toBe('integer')
  expect(inferType(['01000', '75001'], manner)).toBe('string')
  expect(inferType(['+33612345678'], manner)).toBe('string')
  expect(inferType(['1,5', '2'], french)).toBe('number')
  expect(inferType(['21/11/2026', '2026-11-22'], manner)).toBe('date')
  expect(inferType(['2026-11-22 10:00'], manner)).toBe('date-time')
  expect(inferType([], manner)).toBe('string')
})

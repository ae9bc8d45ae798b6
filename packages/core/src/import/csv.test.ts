import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CsvRecord, type CsvShape, type Newline, readCsv } from './csv.ts'
import { separators } from './schema.ts'

const shape: CsvShape = { separator: ',', newline: '\n' }

function all(text: string, how: CsvShape = shape): CsvRecord[] {
  const records: CsvRecord[] = []
  const { taken } = readCsv(text, how, true, (record) => records.push(record) > 0)
  expect(taken).toBe(text.length)
  return records
}
const cells = (text: string, how?: CsvShape) => all(text, how).map((record) => record.fault ?? record.cells)

test('files are read with the liberties that they take', () => {
  expect(cells('a,b\r\n1,"2"\r\n')).toEqual([
    ['a', 'b'],
    ['1', '2'],
  ])
  expect(cells('a,b')).toEqual([['a', 'b']])
  expect(cells('"a ""b"" c", "d" ,e\n')).toEqual([['a "b" c', 'd', 'e']])
  expect(cells('5" nails,"x"\n')).toEqual([['5" nails', 'x']])
  expect(cells('a,\n,b\n,\n')).toEqual([
    ['a', ''],
    ['', 'b'],
    ['', ''],
  ])
  expect(cells('"a",\n"b"')).toEqual([['a', ''], ['b']])
  expect(cells('"x",')).toEqual([['x', '']])
  expect(cells('a\rb\r', { separator: ',', newline: '\r' })).toEqual([['a'], ['b']])
})

test('a cell may go on over lines, and lines are counted as an editor counts them', () => {
  const records = all('a\n"1\n2\r\n3",x\nb\n')
  expect(records.map(({ cells, line }) => [cells, line])).toEqual([
    [['a'], 0],
    [['1\n2\r\n3', 'x'], 1],
    [['b'], 4],
  ])
})

test('a mistake with quotes costs its own line only', () => {
  expect(cells('a,b\n"1,2\n3,4\n')).toEqual([['a', 'b'], 'unclosed-quote', ['3', '4']])
  expect(cells('"1,2\n3,"4"\n5,6\n')).toEqual(['text-after-quote', ['3', '4'], ['5', '6']])
  expect(cells('"Ann" Lee,1\nBob,2\n')).toEqual(['text-after-quote', ['Bob', '2']])
})

test('a line without end is one mistake, not the end of the file', () => {
  const long = 'x'.repeat(1_100_000)
  expect(cells(`a\n${long}\nb\n`)).toEqual([['a'], 'too-long', ['b']])
  expect(cells(`a\n"${long}\nb\n`)).toEqual([['a'], 'too-long', ['b']])
  expect(cells(`a\n"${'x\n'.repeat(600_000)}`)[1]).toBe('unclosed-quote')
  expect(cells(`${','.repeat(500)}\nb\n`)).toEqual(['too-many-columns', ['b']])
})

const cell = fc.string({
  unit: fc.constantFrom('a', ' ', '"', ',', ';', '\n', '\r', 'é', '|', '\t'),
  maxLength: 6,
})
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

test('what is written quoted is read as it was, wherever the text is cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
      fc.constantFrom(...separators),
      fc.constantFrom<Newline>('\n', '\r'),
      fc.boolean(),
      fc.nat(),
      (rows, separator, newline, crlf, cut) => {
        const ending = newline === '\n' && crlf ? '\r\n' : newline
        const text = rows.map((row) => row.map(quoted).join(separator) + ending).join('')
        const how = { separator, newline }
        expect(cells(text, how)).toEqual(rows)
        const read: (readonly string[])[] = []
        const take = (record: CsvRecord) => read.push(record.cells) > 0
        const { taken } = readCsv(text.slice(0, cut % (text.length + 1)), how, false, take)
        readCsv(text.slice(taken), how, true, take)
        expect(read).toEqual(rows)
      },
    ),
  )
})

test('nothing makes it stumble: every character belongs to one record', () => {
  fc.assert(
    fc.property(
      cell.chain((a) => fc.array(cell).map((more) => [a, ...more].join(''))),
      (text) => {
        let end = 0
        for (const record of all(text)) {
          expect(record.start).toBe(end)
          end = record.end
        }
        expect(end).toBe(text.length)
      },
    ),
  )
})

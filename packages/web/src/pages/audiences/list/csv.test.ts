import { expect, test } from 'vitest'
import { decoded, rowsOf, separatorOf } from './csv.ts'

const cellsOf = (text: string) => rowsOf(text).map(({ cells }) => cells)

test.each([
  ['one column', 'email\na@x.fr\nb@x.fr', [['email'], ['a@x.fr'], ['b@x.fr']]],
  [
    'commas',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'semicolons',
    'a;b,c;d\n1;2;3\n',
    [
      ['a', 'b,c', 'd'],
      ['1', '2', '3'],
    ],
  ],
  [
    'tabs',
    'a\tb\n1\t2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'CR LF',
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'CR alone',
    'a,b\r1,2\r',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a byte order mark',
    '\uFEFFa,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a separator in quotes',
    'a,b\n"1,5",2',
    [
      ['a', 'b'],
      ['1,5', '2'],
    ],
  ],
  ['doubled quotes', 'a\n"say ""hi"""', [['a'], ['say "hi"']]],
  [
    'line ends in quotes',
    'a,b\n"1\n2",3',
    [
      ['a', 'b'],
      ['1\n2', '3'],
    ],
  ],
  [
    'a quote in the middle of a cell',
    'a,b\n5" pipe,2',
    [
      ['a', 'b'],
      ['5" pipe', '2'],
    ],
  ],
  ['a quote that never ends', 'a,b\n"1,2', [['a', 'b'], ['1,2']]],
  [
    'empty cells',
    'a,b,c\n,,\n1,,3',
    [
      ['a', 'b', 'c'],
      ['', '', ''],
      ['1', '', '3'],
    ],
  ],
  ['empty lines', 'a\n\n\nb\n', [['a'], ['b']]],
  ['nothing', '', []],
])('%s', (_, text, rows) => {
  expect(cellsOf(text)).toEqual(rows)
})

test('a row knows the line on which it begins, empty lines and lines in quotes counted', () => {
  expect(rowsOf('a\n\n"1\r\n2"\nb').map(({ line }) => line)).toEqual([1, 3, 5])
})

test('what stands in quotes does not choose the separator', () => {
  expect(separatorOf('"a;b;c;d",e\n1;2;3')).toBe(',')
  expect(separatorOf('email')).toBe(',')
})

test('a file is read in the encoding that it has', () => {
  expect(decoded(new TextEncoder().encode('\uFEFFété'))).toBe('été')
  expect(decoded(Uint8Array.from([0xe9, 0x74, 0xe9]))).toBe('été')
  expect(decoded(Uint8Array.from([0xff, 0xfe, 0xe9, 0, 0x74, 0]))).toBe('ét')
  expect(decoded(Uint8Array.from([0xfe, 0xff, 0, 0xe9, 0, 0x74]))).toBe('ét')
})

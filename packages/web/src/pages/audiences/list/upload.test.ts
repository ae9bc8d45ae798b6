import { expect, test } from 'vitest'
import { rowsOf } from './csv.ts'
import { chunkSize, chunksOf, columnNames, likelyIdentity, membersOf, pastedRows } from './upload.ts'

const read = (text: string, namespace = 'email') => {
  const [header, ...rows] = rowsOf(text)
  const identity = likelyIdentity(header!.cells, rows)
  return membersOf(rows, { identity, kept: columnNames(header!.cells, identity) }, namespace)
}

test('the other columns stay with each person, empty cells do not', () => {
  expect(read('ville;E-mail;note\nLyon;zoe@x.fr;\n;ada@x.fr;9')).toEqual({
    members: [
      { value: 'zoe@x.fr', enrichment: { ville: 'Lyon' } },
      { value: 'ada@x.fr', enrichment: { note: '9' } },
    ],
    lines: [2, 3],
    refused: [],
  })
})

test('a line without a usable identity is refused with its place and the reason', () => {
  const long = `${'a'.repeat(260)}@x.fr`
  expect(
    read(`email,n\nzoe@x.fr,1\n,2\nnobody,3\nZOE@x.fr,4\n${long},5\nb@x.fr,${'c'.repeat(2_001)}`).refused,
  ).toEqual([
    { line: 3, value: '', reason: 'missing' },
    { line: 4, value: 'nobody', reason: 'noAddress' },
    { line: 5, value: 'ZOE@x.fr', reason: 'again' },
    { line: 6, value: long, reason: 'tooLong' },
    { line: 7, value: 'b@x.fr', reason: 'tooMuch' },
  ])
})

test('only e-mail identities have to be addresses', () => {
  expect(read('crm\nA-17', 'crmid').members).toEqual([{ value: 'A-17', enrichment: {} }])
})

test('the identity column is found by its name, or by what stands in it', () => {
  expect(likelyIdentity(['name', 'Email'], [])).toBe(1)
  expect(likelyIdentity(['name', 'contact'], rowsOf('Zoe,zoe@x.fr'))).toBe(1)
  expect(likelyIdentity(['name', 'city'], rowsOf('Zoe,Lyon'))).toBe(0)
})

test('columns without a name, and second ones of the same name, are left out', () => {
  expect([...columnNames(['email', 'a', '', 'a', 'b'], 0)]).toEqual([
    [1, 'a'],
    [4, 'b'],
  ])
})

test('pasted addresses are found whatever stands between them', () => {
  expect(pastedRows('a@x.fr, b@x.fr;c@x.fr\n\n <d@x.fr>').map(({ line, cells }) => [line, cells[0]])).toEqual(
    [
      [1, 'a@x.fr'],
      [1, 'b@x.fr'],
      [1, 'c@x.fr'],
      [3, 'd@x.fr'],
    ],
  )
})

test('chunks hold everybody once, in order, and no more than the server takes', () => {
  const members = Array.from({ length: chunkSize * 2 + 1 }, (_, i) => ({ value: `${i}`, enrichment: {} }))
  const chunks = chunksOf(members)
  expect(chunks.map(({ length }) => length)).toEqual([chunkSize, chunkSize, 1])
  expect(chunks.flat()).toEqual(members)
  const large = members.slice(0, 2_000).map((one) => ({ ...one, enrichment: { note: 'x'.repeat(1_000) } }))
  expect(chunksOf(large).length).toBeGreaterThan(3)
  expect(chunksOf(large).flat()).toEqual(large)
  expect(chunksOf([])).toEqual([])
})

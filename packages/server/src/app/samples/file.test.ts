import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFile } from './file.ts'
import { firstMistake } from './json-mistake.ts'

const read = (text: string, filename = '') => readFile({ text, filename })

describe('a CSV file', () => {
  test('names in its first line where values go, by dots and brackets', () => {
    const text = `name,identity.namespace,identity.value,profile.person.name.firstName,context.items[0].price,context.items[1]['on sale']
Marie,email,m@a.test,Marie,12.5,true
`
    expect(read(text)).toEqual({
      format: 'csv',
      remarks: [],
      samples: [
        {
          name: 'Marie',
          identity: { namespace: 'email', value: 'm@a.test' },
          profile: { person: { name: { firstName: 'Marie' } } },
          context: { items: [{ price: 12.5 }, { 'on sale': true }] },
        },
      ],
    })
  })

  test.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
  ])('is separated by a %s, quoted, with a byte order mark or not', (_, separator) => {
    const text = `\ufeffname${separator}context.note\r\n"A, ""B""; C"${separator}"one\ntwo"\r\n`
    expect(read(text, 'people.csv').samples).toEqual([{ name: 'A, "B"; C', context: { note: 'one\ntwo' } }])
  })

  test.each([
    ['7', 7],
    ['-0.5', -0.5],
    ['true', true],
    ['007', '007'],
    ['+33612345678', '+33612345678'],
    ['12.50', '12.50'],
    ['1e3', '1e3'],
    ['12345678901234567890', '12345678901234567890'],
    ['2026-09-14', '2026-09-14'],
    ['Infinity', 'Infinity'],
    ['TRUE', 'TRUE'],
  ])('takes %s for what it can only be', (cell, value) => {
    expect(read(`context.x\n${cell}`, 'x.csv').samples).toEqual([{ name: '', context: { x: value } }])
  })

  test('says nothing where a cell is empty; a list has null there', () => {
    expect(read('profile.a,context.l[0],context.l[1]\n,,x').samples).toEqual([
      { name: '', context: { l: [null, 'x'] } },
    ])
  })

  test('tells the lines that it cannot read and gives the others', () => {
    const text = 'name,context.a\n"x\ny",1\nA,1,2\nB,3\n'
    const { samples, remarks } = read(text)
    expect(samples.map(({ name }) => name)).toEqual(['x\ny', 'B'])
    expect(remarks).toEqual([{ line: 4, message: expect.stringContaining('3 cells') }])
    expect(read('name,colour\nA,red').remarks).toEqual([
      { line: 2, message: expect.stringContaining('colour') },
    ])
    expect(read('context.a,context.a.b\n1,2').remarks).toMatchObject([{ line: 2 }])
  })
})

describe('a JSON file', () => {
  test('holds a list of samples, or one', () => {
    const one = { name: 'A', profile: { a: [1, null] }, context: {} }
    expect(read(JSON.stringify([one, one])).samples).toEqual([one, one])
    expect(read(JSON.stringify(one))).toEqual({ format: 'json', samples: [one], remarks: [] })
  })

  test('may name values by their paths', () => {
    expect(read('[{"profile.person.age": 3, "profile": {}}]').remarks).toMatchObject([{ line: 1 }])
    expect(read('{"context.order.lines[0].id": "007"}').samples).toEqual([
      { name: '', context: { order: { lines: [{ id: '007' }] } } },
    ])
  })

  test('is told where it is broken, and which items are no samples', () => {
    expect(read('[\n  {"name": "A"},\n  {"name": }\n]')).toMatchObject({
      samples: [],
      remarks: [{ line: 3 }],
    })
    const { samples, remarks } = read('[\n  {"name": "a, [b"},\n  7,\n\n  {"nam": 1}, {"name": 3}]')
    expect(samples).toEqual([{ name: 'a, [b' }])
    expect(remarks.map(({ line }) => line)).toEqual([3, 5, 5])
  })
})

test('JSON Lines are read line by line, whatever the file is called', () => {
  expect(read('{"name":"A"}\n\n{"name":\n{"name":"B"}')).toEqual({
    format: 'jsonl',
    samples: [{ name: 'A' }, { name: 'B' }],
    remarks: [{ line: 3, message: expect.stringContaining('not JSON') }],
  })
})

test('thirty samples are read, and the first one more is told', () => {
  const text = `name\n${Array.from({ length: 40 }, (_, n) => `P${n}`).join('\n')}`
  const { samples, remarks } = read(text)
  expect(samples).toHaveLength(30)
  expect(remarks).toMatchObject([{ line: 32 }])
})

test('names of every kind stay names: nothing reaches a prototype', () => {
  const { samples } = read('{"context.__proto__.polluted": "yes", "profile": {"constructor": 1}}')
  expect(({} as { polluted?: string }).polluted).toBeUndefined()
  expect(samples[0]!.profile).toEqual({ constructor: 1 })
})

test('the first mistake of a JSON text stands after everything that could go on', () => {
  expect(firstMistake('{"a": [1, "x", {}], "b": }')).toBe(25)
  expect(firstMistake('[1,, 2]')).toBe(3)
  expect(firstMistake('[1')).toBe(2)
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, cut) => {
      expect(firstMistake(text)).toBe(text.length)
      const part = text.slice(0, cut % (text.length + 1))
      expect(firstMistake(`${part}\u0001`)).toBeLessThanOrEqual(part.length)
    }),
  )
})

test('no text makes it fail', () => {
  const pieces = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"',
    ',',
    ';',
    '\t',
    '\n',
    '\r',
    'name',
    'context.a',
    '1',
    ':',
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof(pieces, fc.string())),
      fc.constantFrom('', 'a.csv', 'a.json', 'a.jsonl'),
      (text, name) => {
        const { samples, remarks } = read(text.join(''), name)
        expect(samples.length + remarks.length).toBeGreaterThan(0)
      },
    ),
  )
})

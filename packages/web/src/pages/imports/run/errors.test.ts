import { csvLine } from '@chappe/core/kit/csv'
import { expect, test } from 'vitest'
import { errorsIn } from './errors.ts'

const head = csvLine(['line', 'column', 'reason', 'value'])
const row = (line: number) => csvLine([String(line), 'E-mail', 'No address; "at" is missing', `né\n${line}`])

test('errors are read from the file that is downloaded, line ends and quotes included', () => {
  expect(errorsIn(`\uFEFF${head}${row(7)}`, false, 10)).toEqual([
    { line: '7', column: 'E-mail', reason: 'No address; "at" is missing', raw: 'né\n7' },
  ])
})

test('no half row is shown of a file that was cut, and never more than asked for', () => {
  const text = `${head}${row(1)}${row(2)}${row(3)}`
  expect(errorsIn(text.slice(0, -12), true, 10).map(({ line }) => line)).toEqual(['1', '2'])
  expect(errorsIn(text, false, 2)).toHaveLength(2)
  expect(errorsIn(head, false, 2)).toEqual([])
})

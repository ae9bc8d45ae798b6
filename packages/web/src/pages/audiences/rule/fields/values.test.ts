import { expect, test } from 'vitest'
import { valuesIn } from './values.ts'

test.each([
  ['gold', false, ['gold']],
  [' gold ; silver\n\nbronze\tiron ', false, ['gold', 'silver', 'bronze', 'iron']],
  ['Saint-Étienne, Lyon', false, ['Saint-Étienne, Lyon']],
  ['1;2,5;1 000\u202f000;x', true, [1, 2.5, 1_000_000]],
  ['', false, []],
] as const)('%j (numbers: %s) is read as values', (text, isNumber, values) => {
  expect(valuesIn(text, isNumber)).toEqual(values)
})

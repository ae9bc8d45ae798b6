import { functions } from '@chappe/core/template/functions'
import { expect, test } from 'vitest'
import { catalogs } from '../../../messages/index.ts'

test('every function has its words, and the English ones are those of the language', () => {
  const words: Readonly<Record<string, string>> = catalogs.en
  const told = [...functions].map(([name, { about }]) => [`function.${name}`, about])
  expect(Object.fromEntries(told)).toEqual(
    Object.fromEntries(Object.entries(words).filter(([id]) => id.startsWith('function.'))),
  )
})

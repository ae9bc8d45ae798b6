import { parse } from '@chappe/core/template/parse'
import { expect, test } from 'vitest'
import type { Words } from '../../../../text.ts'
import { entriesOf, found } from './entries.ts'
import { favouritesFrom } from './favourites.ts'

const t = Object.assign((id: string) => id, { locale: 'en' }) as unknown as Words
const entries = entriesOf(
  t,
  [
    { name: 'profile.person.name.firstName', kind: 'profile', detail: 'text' },
    { name: 'context.items', kind: 'context', detail: 'list' },
    { name: 'context.items[].name', kind: 'context', detail: 'text' },
    { name: 'upperCase', kind: 'function', detail: '(text) → text', about: 'Écrit le nom en capitales' },
  ],
  [{ id: '0199aaaa-0000-7000-8000-000000000000', name: 'Footer "2026" {{x}}', description: 'Legal' }],
)
const names = (...args: Parameters<typeof found> extends [unknown, ...infer R] ? R : never) =>
  found(entries, ...args).map(({ name }) => name)

test('what is inside lists is offered by its list only', () => {
  expect(names('context', '', [])).toEqual(['items'])
})

test('a search finds by name and description, without accents, names first', () => {
  expect(names('all', 'ecrit', [])).toEqual(['upperCase'])
  expect(names('all', 'nom', [])).toContain('upperCase')
  expect(names('all', 'FIRST', [])).toContain('person.name.firstName')
})

test('favourites are what was starred', () => {
  expect(names('favourites', '', ['function/upperCase'])).toEqual(['upperCase'])
  expect(favouritesFrom('{"a":1}')).toEqual([])
  expect(favouritesFrom('["x",3]')).toEqual(['x'])
})

test('a reference to a fragment can be read, whatever its name', () => {
  const fragment = entries.find(({ source }) => source === 'fragment')!
  expect(parse(fragment.piece.code)).toMatchObject({ ok: true, ast: { nodes: [{ kind: 'fragment' }] } })
})

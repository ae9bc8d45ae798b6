import { parse } from '@chappe/core/template/parse'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { conditions } from './conditions.ts'
import { type Piece, written } from './insert.ts'

const put = (piece: Piece, before = '', selected = '') => {
  const { text, cursor } = written(piece, before, selected)
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`
}

test('a value goes in braces, with what stands in for it when it is empty', () => {
  const value: Piece = { kind: 'value', code: 'profile.person.name.firstName' }
  expect(put(value, 'Hello ')).toBe('{{ profile.person.name.firstName }}|')
  expect(put({ ...value, fallback: 'my "friend"' })).toBe(
    '{{ profile.person.name.firstName ?: "my \\"friend\\"" }}|',
  )
})

test('inside a tag only the expression is written', () => {
  expect(put({ kind: 'value', code: 'context.total' }, '{%#if ')).toBe('context.total|')
  expect(put({ kind: 'function', code: 'upperCase()' }, '{%= ')).toBe('upperCase(|)')
})

test('a call waits for its arguments', () => {
  expect(put({ kind: 'function', code: 'upperCase()' })).toBe('{%= upperCase(|) %}')
})

test('a block goes around what is selected', () => {
  expect(put({ kind: 'block', code: '{%#if x%}¦{%/if%}' }, '', '<p>Hi</p>')).toBe(
    '{%#if x%}<p>Hi</p>|{%/if%}',
  )
})

test('any fallback makes a template that can be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (fallback) => {
      expect(parse(put({ kind: 'value', code: 'profile.x', fallback }).replace('}}|', '}}')).ok).toBe(true)
    }),
  )
})

test('every condition that is offered can be read', () => {
  for (const { code } of conditions) expect(parse(code.replace('¦', 'x')), code).toMatchObject({ ok: true })
})

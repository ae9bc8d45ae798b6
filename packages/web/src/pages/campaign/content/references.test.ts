import { expandFragments, fragmentRefs } from '@chappe/core/template/fragments'
import { parse } from '@chappe/core/template/parse'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { detached, written } from './references.ts'

const [outer, inner] = ['01890000-0000-7000-8000-000000000001', '01890000-0000-7000-8000-000000000002']

test('what is written is read as the same reference, whatever its fields say', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), (name, title) => {
      const text = written({ id: outer, name, fields: { title, empty: '' } })
      expect(fragmentRefs(text)).toMatchObject([{ id: outer, name }])
      expect(parse(text).ok).toBe(true)
      expect(text).not.toContain('empty')
    }),
  )
})

test('a detached reference says what the fragment says, and only that reference', () => {
  const reference = written({ id: outer, name: 'Footer', fields: {} })
  const text = `<p>${reference}</p><p>${reference}</p>`
  const fragment = { name: 'Footer', content: '<hr>' }
  expect(detached(text, 0, fragment)).toBe(`<p><hr></p><p>${reference}</p>`)
  expect(detached(text, 1, fragment)).toBe(`<p>${reference}</p><p><hr></p>`)
  expect(detached(text, 2, fragment)).toBeUndefined()
})

test('fields keep what they said, and references inside stay references', () => {
  const nested = written({ id: inner, name: 'Logo', fields: {} })
  const fragment = { name: 'Header', content: `${nested}<h1>{{ field.title ?: "Shop" }}</h1>` }
  const text = written({ id: outer, name: 'Header', fields: { title: 'Sale' } })
  const result = detached(text, 0, fragment)!
  expect(fragmentRefs(result).map(({ id }) => id)).toEqual([inner])
  const logo = { name: 'Logo', content: 'LOGO' }
  const sources = new Map([
    [outer, fragment],
    [inner, logo],
  ])
  const whole = (source: string) => {
    const expanded = expandFragments(source, sources)
    return expanded.ok && expanded.source
  }
  expect(whole(result)).toBe(whole(text))
})

test('a broken fragment cannot be put in a reference’s place', () => {
  const text = written({ id: outer, name: 'Header', fields: {} })
  expect(detached(text, 0, { name: 'Header', content: '{{#if' })).toBeUndefined()
})

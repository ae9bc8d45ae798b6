import { expect, test } from 'vitest'
import { partsOf } from './Sheet.tsx'

test('a document keeps its language and direction, however they are written', () => {
  expect(partsOf('<!doctype html><html lang="fr" dir="auto"><body>é</body></html>')).toMatchObject({
    language: 'fr',
    direction: 'auto',
  })
  expect(partsOf("<HTML xml:lang='x' LANG=ar-EG>")).toMatchObject({ language: 'ar-EG', direction: '' })
  expect(partsOf('<p>no document</p>')).toMatchObject({ language: '', direction: '' })
})

test('links open in a tab of their own, wherever they wanted to open', () => {
  expect(partsOf('<a href="/x">x</a><a target="_self" href="/y">y</a><abbr>z</abbr>').content).toBe(
    '<a target="_blank" href="/x">x</a><a target="_self" href="/y">y</a><abbr>z</abbr>',
  )
})

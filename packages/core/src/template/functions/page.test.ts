import { expect, test } from 'vitest'
import { functions } from '../functions.ts'
import { functionsPage } from './page.ts'

test('the page shows each function, and the chosen names are functions', () => {
  const page = functionsPage()
  for (const name of functions.keys()) expect(page).toContain(`| \`${name}(`)
  const chosen = [...page.matchAll(/^\| [A-Z][^|]* \| `([^`]+)` \|$/gm)].flatMap((found) =>
    found[1]!.split(', '),
  )
  expect(chosen.length).toBeGreaterThan(20)
  expect(chosen.filter((name) => !functions.has(name))).toEqual([])
})

test.each([...functions])(
  '%s is described in one line, and shown by a call of its own',
  (name, { about, example }) => {
    expect(about).toMatch(/^[A-Z1-9-][^\n]*[^.]\.$/)
    expect(example[0]).toContain(`${name}(`)
  },
)

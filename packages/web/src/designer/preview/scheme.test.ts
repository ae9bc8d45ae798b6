import { toMjml } from '@chappe/core/design/mjml'
import { emptyDesign } from '@chappe/core/design/new'
import { expect, test } from 'vitest'
import { inScheme } from './scheme.ts'

test('a document’s questions about dark mode are answered, and nothing else of it changes', () => {
  const css = '@media (prefers-color-scheme: dark) { a } @media screen and (PREFERS-COLOR-SCHEME:light) { b }'
  expect(inScheme(css, 'dark')).toBe(
    '@media (min-width: 0) { a } @media screen and (max-width: 0) and (min-width: 1px) { b }',
  )
  expect(inScheme('<p>dark</p>', 'light')).toBe('<p>dark</p>')
})

test('that is how our own designs ask', () => {
  const { settings, ...design } = emptyDesign()
  const { background, contentBackground, textColor, linkColor } = settings
  const dark = { background, contentBackground, textColor, linkColor }
  const { source } = toMjml({ ...design, settings: { ...settings, dark } }, { icons: '' })
  expect(inScheme(source, 'dark')).not.toBe(source)
  expect(inScheme(source, 'dark')).not.toContain('prefers-color-scheme')
})

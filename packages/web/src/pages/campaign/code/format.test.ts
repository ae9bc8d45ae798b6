import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatHtml, sameTags } from './format.ts'

test('elements and blocks go on lines of their own, and what a tag says stays as it is', async () => {
  const formatted = await formatHtml(
    '<table><tr><td>{{#each context.items as |item|}}<p>{{ item.name ?: "a \\"b\\"" }}</p>{{/each}}</td></tr></table>',
  )
  expect(formatted).toContain('\n')
  expect(formatted).toContain('{{ item.name ?: "a \\"b\\"" }}')
  expect(formatted).toContain('{{#each context.items as |item|}}')
})

test('a condition between the cells of a table survives', async () => {
  const text = '<table>{%#if profile.vip = true%}<tr><td>{%= upperCase(profile.x) %}</td></tr>{%/if%}</table>'
  expect(sameTags(text, await formatHtml(text))).toBe(true)
})

test('whatever is formatted keeps its tags', async () => {
  const piece = fc.constantFrom(
    '<p>',
    '</p>',
    '<td style="color: red">',
    '</td>',
    '{{ profile.x }}',
    '{%#if a < b%}',
    '{%else%}',
    '{%/if%}',
    ' text ',
    '\n',
    '{{!-- note --}}',
    '<a href="{{context.url}}">',
    '</a>',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
      const text = pieces.join('')
      expect(sameTags(text, await formatHtml(text))).toBe(true)
    }),
  )
})

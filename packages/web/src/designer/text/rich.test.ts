import { RichNode } from '@chappe/core/design/schema'
import { expect, test } from 'vitest'
import { richOf } from './rich.ts'

test('the design keeps what its format knows of the editor’s tree, and nothing else', () => {
  const given = {
    type: 'doc',
    content: [
      {
        type: 'heading',
        attrs: { level: 2, textAlign: null, id: 'x' },
        content: [
          {
            type: 'text',
            text: 'Hello ',
            marks: [
              {
                type: 'link',
                attrs: { href: '{{ system.mirrorUrl }}', target: '_blank', rel: 'x', class: null },
              },
              { type: 'highlight' },
            ],
          },
          { type: 'token', attrs: { expression: 'profile.name', fallback: 'you' } },
        ],
      },
      { type: 'horizontalRule' },
      {
        type: 'orderedList',
        attrs: { start: 1, type: null },
        content: [{ type: 'listItem', content: [{ type: 'paragraph', attrs: { textAlign: 'right' } }] }],
      },
    ],
  }
  const rich = richOf(given)
  expect(rich).toEqual({
    type: 'doc',
    content: [
      {
        type: 'heading',
        attrs: { level: 2 },
        content: [
          {
            type: 'text',
            text: 'Hello ',
            marks: [{ type: 'link', attrs: { href: '{{ system.mirrorUrl }}' } }],
          },
          { type: 'token', attrs: { expression: 'profile.name', fallback: 'you' } },
        ],
      },
      {
        type: 'orderedList',
        content: [{ type: 'listItem', content: [{ type: 'paragraph', attrs: { textAlign: 'right' } }] }],
      },
    ],
  })
  expect(RichNode.parse(rich)).toEqual(rich)
})

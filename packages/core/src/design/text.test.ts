import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokenizeHtml } from '../template/html.ts'
import { type RichNode, richMarks, richNodes } from './schema.ts'
import { richHtml, richText } from './text.ts'

const style = { fontSize: 16, linkColor: '#112233' }
const html = (...content: RichNode[]) => richHtml({ type: 'doc', content }, style)
const p = (...content: RichNode[]): RichNode => ({ type: 'paragraph', content })
const t = (text: string, ...marks: NonNullable<RichNode['marks']>): RichNode => ({
  type: 'text',
  text,
  marks,
})

describe('every node and mark has its HTML', () => {
  test.each<[string, RichNode, string]>([
    ['a paragraph', p(t('a')), '<p style="margin:0;">a</p>'],
    ['an empty one', { type: 'paragraph' }, '<p style="margin:0;">&nbsp;</p>'],
    [
      'an aligned one',
      { ...p(t('a')), attrs: { textAlign: 'center' } },
      '<p style="margin:0;text-align:center;">a</p>',
    ],
    [
      'a heading',
      { type: 'heading', attrs: { level: 1 }, content: [t('a')] },
      '<h1 style="margin:0;font-size:28px;line-height:1.25;font-weight:bold;">a</h1>',
    ],
    ['bold', p(t('a', { type: 'bold' })), '<strong>a</strong>'],
    ['italic', p(t('a', { type: 'italic' })), '<em>a</em>'],
    ['underlined', p(t('a', { type: 'underline' })), '<u>a</u>'],
    ['struck', p(t('a', { type: 'strike' })), '<s>a</s>'],
    [
      'colored',
      p(t('a', { type: 'color', attrs: { color: '#ff0000' } })),
      '<span style="color:#ff0000;">a</span>',
    ],
    ['a line break', p(t('a'), { type: 'hardBreak' }, t('b')), 'a<br>b'],
    [
      'a chip',
      p({ type: 'token', attrs: { expression: 'profile.x', fallback: 'y' } }),
      '{{ profile.x ?: "y" }}',
    ],
    [
      'a link',
      p(t('a', { type: 'link', attrs: { href: 'https://x.example/?a=1&b={{ profile.q ?: "<" }}' } })),
      '<a href="https://x.example/?a=1&amp;b={{ profile.q ?: "<" }}" target="_blank" style="color:#112233;text-decoration:underline;">a</a>',
    ],
    [
      'a link that would run something',
      p(t('a', { type: 'link', attrs: { href: 'javascript:alert(1)' } })),
      '<p style="margin:0;">a</p>',
    ],
    [
      'a color that is none',
      p(t('a', { type: 'color', attrs: { color: 'red;x:url(y)' } })),
      '<p style="margin:0;">a</p>',
    ],
    [
      'a list',
      { type: 'bulletList', content: [{ type: 'listItem', content: [p(t('a'))] }] },
      '<ul style="margin:0;padding:0 0 0 24px;"><li style="margin:0 0 4px;"><p style="margin:0;">a</p></li></ul>',
    ],
    ['markup in a text', p(t('<b>"&\'')), '&lt;b&gt;&quot;&amp;&#39;'],
  ])('%s', (_, node, expected) => {
    expect(html(node)).toContain(expected)
  })
})

test('paragraphs have a gap between them, and none after the last', () => {
  expect(html(p(t('a')), p(t('b')))).toBe('<p style="margin:0 0 12px;">a</p><p style="margin:0;">b</p>')
})

test('a link goes around marks, so that their color wins over the color of links', () => {
  const marks = [
    { type: 'link', attrs: { href: '#a' } },
    { type: 'color', attrs: { color: '#00ff00' } },
  ] as const
  expect(html(p(t('a', ...marks)))).toMatch(/<a [^>]*><span style="color:#00ff00;">a<\/span><\/a>/)
})

test('as plain text, blocks stand on lines of their own', () => {
  const doc: RichNode = {
    type: 'doc',
    content: [p(t('a'), { type: 'hardBreak' }, t('b')), p({ type: 'token', attrs: { expression: 'x' } })],
  }
  expect(richText(doc)).toBe('a\nb\n{{ x }}')
})

const anyNode = fc.letrec<{ node: RichNode }>((tie) => ({
  node: fc.record(
    {
      type: fc.constantFrom(...richNodes),
      attrs: fc.dictionary(
        fc.constantFrom('level', 'textAlign', 'expression', 'fallback', 'href'),
        fc.oneof(fc.string(), fc.integer(), fc.constant('"><script>')),
      ),
      text: fc.oneof(fc.string(), fc.constant('<script>'), fc.constant('"onload=x')),
      marks: fc.array(
        fc.record({
          type: fc.constantFrom(...richMarks),
          attrs: fc.dictionary(
            fc.constantFrom('href', 'color'),
            fc.constantFrom('"><script>', 'javascript:x', 'https://a'),
          ),
        }),
        { maxLength: 3 },
      ),
      content: fc.array(tie('node'), { maxLength: 3 }),
    },
    { requiredKeys: ['type'] },
  ) as fc.Arbitrary<RichNode>,
}))

test('whatever goes in, only known elements and attributes come out', () => {
  const elements = 'p h1 h2 h3 ul ol li strong em u s span a br'.split(' ')
  fc.assert(
    fc.property(anyNode.node, (node) => {
      for (const token of tokenizeHtml(richHtml({ type: 'doc', content: [node] }, style)))
        if (token.kind === 'open') {
          expect(elements).toContain(token.name)
          for (const { name } of token.attributes) expect(['style', 'href', 'target']).toContain(name)
        } else expect(['close', 'text', 'template']).toContain(token.kind)
    }),
  )
})

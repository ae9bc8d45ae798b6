import { describe, expect, test } from 'vitest'
import { extractLinks, rewrite } from './links.ts'

const found = (html: string) => extractLinks(html).map(({ url, dynamic, label }) => ({ url, dynamic, label }))

describe('links that clicks are counted on', () => {
  test.each([
    ['<a href="https://x.io/a?b=1&amp;c=2">See <b>it</b></a>', 'https://x.io/a?b=1&c=2', false, 'See it'],
    ["<A class=x HREF = 'HTTP://x.io' >A&eacute;</A>", 'HTTP://x.io', false, 'Aé'],
    ['<a href=https://x.io/>x</a>', 'https://x.io/', false, 'x'],
    ['<a href="{{context.url}}">{{context.name}}</a>', '{{context.url}}', true, '{{context.name}}'],
    ['<a href="https://x.io/{{context.u ?: "a>b"}}">x</a>', 'https://x.io/{{context.u ?: "a>b"}}', true, 'x'],
    ['<a href="https://x.io"><img alt="Shop" src="s.png"></a>', 'https://x.io', false, 'Shop'],
    ['<map><area alt="Left" href="https://x.io/l"></map>', 'https://x.io/l', false, 'Left'],
    ['<a {%#if profile.b%}id="b"{%/if%} href="https://x.io">x</a>', 'https://x.io', false, 'x'],
  ])('%s', (html, url, dynamic, label) => {
    expect(found(html)).toEqual([{ url, dynamic, label }])
  })

  test.each([
    '<a href="mailto:a@b.c">x</a>',
    '<a href="tel:+33">x</a>',
    '<a href="#top">x</a>',
    '<a href="">x</a>',
    '<a name="x">x</a>',
    '<a href="/relative">x</a>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="mailto:{{profile.email}}">x</a>',
    '<a data-track="false" href="https://x.io">x</a>',
    '<a href="{{system.unsubscribeUrl}}">x</a>',
    '<a href="{%= system.mirrorUrl %}">x</a>',
    '<link href="https://x.io"><!-- <a href="https://x.io">x</a> --><style><a href="https://x.io"></style>',
    '{{! <a href="https://x.io">x</a> }}',
  ])('%s has none', (html) => {
    expect(found(html)).toEqual([])
  })

  test('both addresses of a choice inside one tag are links', () => {
    const html = '<a {%#if profile.b%}href="https://b.io"{%else%}href="https://c.io"{%/if%}>x</a>'
    expect(found(html).map(({ url }) => url)).toEqual(['https://b.io', 'https://c.io'])
  })
})

test('addresses are replaced where they stand, and nothing else changes', () => {
  const html = '<p><a href="https://x.io/?a&amp;b">x</a> and <a href=\'{{context.u}}\'>y</a></p>'
  const links = extractLinks(html)
  expect(links.map(({ offset, end }) => html.slice(offset, end))).toEqual([
    'https://x.io/?a&amp;b',
    '{{context.u}}',
  ])
  const replacements = links.map(({ offset, end }, n) => ({ offset, end, value: `T${n}` })).reverse()
  expect(rewrite(html, replacements)).toBe('<p><a href="T0">x</a> and <a href=\'T1\'>y</a></p>')
})

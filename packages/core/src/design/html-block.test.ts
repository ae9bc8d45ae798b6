import { expect, test } from 'vitest'
import { blockHtml } from './html-block.ts'

test.each([
  ['<b>a</b>', '<b>a</b>'],
  [
    '<!doctype html><html><head><title>T</title><meta charset="utf-8"><style>.a{}</style></head><body class="x"><p>a</p></body></html>',
    '<style>.a{}</style><p>a</p>',
  ],
  ['<mj-include path="/etc/passwd" /><mj-head><mj-raw>x</mj-raw></mj-head>', 'x'],
  ['<MJML>a</MJML>', 'a'],
  ['a<script>b</script>c', 'ac'],
  ['a<script>b', 'a'],
  ['<link rel="stylesheet" href="x"><base href="y">a', 'a'],
  ['<!--[if mso]><p>a</p><![endif]-->', '<!--[if mso]><p>a</p><![endif]-->'],
  ['{%#if a < b%}<p>{{ "<script>" }}</p>{%/if%}', '{%#if a < b%}<p>{{ "<script>" }}</p>{%/if%}'],
])('%s', (html, expected) => {
  expect(blockHtml(html)).toBe(expected)
})

import { expect, test } from 'vitest'
import { parseAddress, spell } from './address.ts'

test.each([
  ['ann@example.org', 'ann@example.org'],
  ["o'neil+tag@Example.ORG", "o'neil+tag@Example.ORG"],
  ['"john doe"@example.org', '"john doe"@example.org'],
  ['root@localhost', 'root@localhost'],
  ['a@[127.0.0.1]', 'a@[127.0.0.1]'],
  ['info@münchen.example', 'info@xn--mnchen-3ya.example'],
  ['用户@例子.example', '用户@xn--fsqu00a.example'],
])('%s is an address, spelled %s', (text, spelled) => expect(spell(parseAddress(text)!)).toBe(spelled))

test.each([
  '',
  'ann',
  '@example.org',
  'ann@',
  'a b@example.org',
  'a..b@example.org',
  '.a@example.org',
  'ann@exa mple.org',
  'ann@-x.example',
  'ann@x..example',
  'ann@é.example/x',
  'ann@é.example\r\nRCPT',
  'ann@example.org\r\nDATA',
  'ann<x>@example.org',
  '"a\r\nb"@example.org',
  'a\u2028b@example.org',
  'a\u0085b@example.org',
  'é\ud800@example.org',
  `${'x'.repeat(65)}@example.org`,
  `${'é'.repeat(33)}@example.org`,
  `ann@${'x'.repeat(64)}.example`,
  `ann@${'x.'.repeat(130)}example`,
])('%j is no address', (text) => expect(parseAddress(text)).toBeUndefined())

test('only a local part that is not ASCII needs SMTPUTF8', () => {
  expect(parseAddress('info@münchen.example')).toMatchObject({ utf8: false })
  expect(parseAddress('jürgen@example.org')).toMatchObject({ utf8: true })
})

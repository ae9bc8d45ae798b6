import { expect, test } from 'vitest'
import { looksRight } from './value.ts'

test('an address has something before its last @ and a domain after', () => {
  for (const good of ['jane@example.com', ' jane@example.com ', '"a@b"@example.co.uk', 'zoé@exemple.fr'])
    expect(looksRight('address', good)).toBe(true)
  for (const bad of ['', 'jane', '@example.com', 'jane@', 'jane@localhost', 'ja ne@example.com'])
    expect(looksRight('address', bad)).toBe(false)
})

test('a domain has two parts or more and no @', () => {
  for (const good of ['example.com', 'mail.example.com', 'exämple.de'])
    expect(looksRight('domain', good)).toBe(true)
  for (const bad of ['', 'com', 'jane@example.com', 'example..com', '.com'])
    expect(looksRight('domain', bad)).toBe(false)
})

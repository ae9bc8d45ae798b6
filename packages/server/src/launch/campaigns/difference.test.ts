import { expect, test } from 'vitest'
import { differences } from './difference.ts'
import { known, names } from './testing.ts'

const one = (before: unknown, after: unknown, path = 'definition.content.text') =>
  differences([{ path, before, after }], names)

test('what changes is one line, with the names that files say', () => {
  expect(one(null, known.configurations[0]!.id, 'definition.channelConfigurationId')).toBe(
    '    definition.channelConfiguration: nothing → "shop"\n',
  )
  expect(one(known.audiences[1]!.id, null, 'definition.audience.id')).toBe(
    '    definition.audience.name: "staff" → nothing\n',
  )
  expect(one(['a'], ['a', 'b'], 'tags')).toBe('    tags: ["a"] → ["a","b"]\n')
})

test('long texts are shown from where they part', () => {
  const long = 'x'.repeat(200)
  expect(one(`${long}a`, `${long}b`)).toBe(
    `    definition.content.text: …${'x'.repeat(30)}a" → …${'x'.repeat(30)}b"\n`,
  )
})

test('texts of several lines are shown without what they have in common at both ends', () => {
  expect(one('a\nb\nc\nd', 'a\nB\nB2\nd')).toBe(
    '    definition.content.text:\n      @@ line 2\n      -b\n      -c\n      +B\n      +B2\n',
  )
  expect(one('a\nb', 'a\nb\nc')).toBe('    definition.content.text:\n      @@ line 3\n      +c\n')
  expect(one(`a\n${'b\n'.repeat(60)}`, 'a\n')).toContain('… and 20 lines more')
})

test('what somebody wrote commands nothing of the terminal', () => {
  const shown = one('a\n\u001b[2Jb\r\nc', 'a\n\u009b31mb\td\r\nc')
  expect(shown).toContain('      -\ufffd[2Jb\r\n      +\ufffd31mb\td\r\n')
  expect(one('\u009b31m', 'plain')).toContain('"\ufffd31m" → "plain"')
})

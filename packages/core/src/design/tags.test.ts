import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../template/compile.ts'
import { fragmentRefs } from '../template/fragments.ts'
import { parse } from '../template/parse.ts'
import { scan } from '../template/scan.ts'
import { conditionTag, endIfTag, escapeAround, fragmentTag, outputTag } from './tags.ts'

/** Texts made of what could end a tag, begin another one or turn this one into something else. */
const nasty = fc
  .array(
    fc.constantFrom(
      ...[
        '{{',
        '}}',
        '{%',
        '%}',
        '{',
        '}',
        '"',
        "'",
        '`',
        '\\',
        '<',
        '>',
        '&',
        '#',
        '/',
        '!',
        '=',
        '\n',
        ' ',
      ],
      ...['else', 'let', 'fragment id=', 'profile.a', 'if', '?:', '-->', '--', 'x', '1', '(', ')'],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

/** Among whatever follows it, quotes of attributes too. */
const isOneTag = (tag: string) =>
  ['b', '"', "'", '`', '" b="{{ x }}"'].every((after) => {
    const piece = scan(`a${tag}${after}`)[1]!
    return piece.kind === 'tag' && piece.end === tag.length + 1
  })

describe('whatever is typed into a chip, a condition or a field stays in its tag', () => {
  test('a chip writes one value or is one mistake', () => {
    fc.assert(
      fc.property(nasty, fc.option(nasty), (expression, fallback) => {
        const tag = outputTag(expression, fallback)
        expect(isOneTag(tag), tag).toBe(true)
        const parsed = parse(`a${tag}b`)
        if (parsed.ok) expect(parsed.ast.nodes.map(({ kind }) => kind)).toEqual(['text', 'output', 'text'])
        else
          for (const { offset, length } of parsed.problems)
            expect(offset + length).toBeLessThanOrEqual(tag.length + 1)
      }),
    )
  })

  test('a condition opens one block', () => {
    fc.assert(
      fc.property(nasty, (condition) => {
        const tag = conditionTag('#if', condition)
        expect(isOneTag(tag), tag).toBe(true)
        const parsed = parse(`${tag}x${endIfTag}`)
        if (parsed.ok) expect(parsed.ast.nodes.map(({ kind }) => kind)).toEqual(['if'])
      }),
    )
  })

  test('a reference names one fragment and its fields, and can be read', () => {
    fc.assert(
      fc.property(nasty, nasty, (name, value) => {
        const fragmentId = '01970000-0000-7000-8000-000000000001'
        const tag = fragmentTag({ fragmentId, name, fields: { title: value, '"x': value, id: value } })
        expect(isOneTag(tag), tag).toBe(true)
        expect(fragmentRefs(tag).map(({ id }) => id)).toEqual([fragmentId])
        expect(parse(tag).ok, tag).toBe(true)
      }),
    )
  })

  test('a text begins no tag, not even with a chip after it, and no markup', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const html = escapeAround(text)
        expect(scan(`${html}" a="{{ x }}"`).findLast(({ kind }) => kind === 'tag')).toMatchObject({
          offset: html.length + 5,
        })
        const [last, ...before] = scan(`${html}{{ x }}`).toReversed()
        expect(last, html).toMatchObject({ kind: 'tag', offset: html.length })
        for (const { kind, offset, end } of before)
          if (kind === 'text') expect(html.slice(offset, end)).not.toMatch(/[<>"']/)
          else expect(['tag', 'comment']).toContain(kind)
      }),
    )
  })
})

test.each([
  ['profile.name', 'you', '{{ profile.name ?: "you" }}'],
  ['profile.name', '', '{{ profile.name }}'],
  ['upperCase(profile.name)', 'a "b" \\', '{{ upperCase(profile.name) ?: "a \\"b\\" \\\\" }}'],
  ['a or b', '}}', '{{ a or b ?: "}}" }}'],
  ['"}}"', '', '{{ "}}" }}'],
  ['profile.', '', '{{ profile. }}'],
  ['profile.x }} {{ profile.y', '', '{{ }}'],
  ['#if x', '', '{{ }}'],
  ['/if', '', '{{ }}'],
  ['!-- x', '', '{{ }}'],
  ['fragment id="1"', '', '{{ }}'],
  ['{ x }', '', '{{ }}'],
  ['"open', '', '{{ }}'],
])('the chip %s with %j is %s', (expression, fallback, tag) => {
  expect(outputTag(expression, fallback)).toBe(tag)
})

test.each([
  ['Hello', '"Hello"'],
  ['', '""'],
  ['{{ profile.name }}', '(profile.name)'],
  ['{{ a ?: "b" }}', '(a ?: "b")'],
  ['Hello {{ profile.name }}!', 'concat("Hello ", (profile.name), "!")'],
])('a field that says %j is given as %s', (value, expression) => {
  const tag = fragmentTag({ fragmentId: 'f', name: 'Foot', fields: { title: value } })
  expect(tag).toBe(`{{ fragment id="f" name="Foot" title=${expression} }}`)
})

test('what a chip shows is escaped like any value', () => {
  const compiled = compile(escapeAround('a < b ') + outputTag('profile.x', '<you>'), { mode: 'html' })
  if (!compiled.ok) throw new Error('does not compile')
  expect(compiled.template.render({ profile: { x: '<i>' } })).toBe('a &lt; b &lt;i&gt;')
  expect(compiled.template.render({ profile: {} })).toBe('a &lt; b &lt;you&gt;')
})

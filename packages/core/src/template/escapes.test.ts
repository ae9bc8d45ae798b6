import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { expandFragments } from './fragments.ts'
import { TemplateLimit } from './limits.ts'

/** What someone may try who can write a template, an attribute or a call, and what becomes of it. */

const items = Array.from({ length: 5000 }, (_, i) => i)
const scope = {
  profile: JSON.parse('{"name":"Ann","__proto__":{"x":"own"},"list":[1,2]}') as unknown,
  context: { items, long: 'a'.repeat(200_000), keys: ['__proto__', 'constructor', 'prototype'] },
  system: { now: new Date('2026-03-29T01:30:00Z'), seed: 'x' },
}

type Outcome = 'refused' | 'limited' | { readonly prints: string }

function outcome(source: string): Outcome {
  const compiled = compile(source, { mode: 'html' })
  if (!compiled.ok) return 'refused'
  try {
    return { prints: compiled.template.render(scope) }
  } catch (error) {
    if (error instanceof TemplateLimit) return 'limited'
    throw error
  }
}

const nothing = { prints: '' }
const each = (body: string, times = 1) =>
  `${'{{#each context.items}}'.repeat(times)}${body}${'{{/each}}'.repeat(times)}`

describe('reaching the host', () => {
  test.each<[string, Outcome]>([
    ['{{ profile.constructor }}', nothing],
    ['{{ profile.get("constructor").get("constructor") }}', nothing],
    ['{{ get(get(profile, "constructor"), "constructor") }}', nothing],
    ['{{ get(profile.list, "constructor") }}{{ get("a", "constructor") }}', nothing],
    ['{{ profile.get("__proto__").x }}', { prints: 'own' }],
    ['{{#each context.keys}}{{ get(profile.list, this) }}{{/each}}', nothing],
    ['{{#with profile.__proto__}}{{ toString }}{{ constructor }}{{/with}}', nothing],
    [
      '{{#with fields("__proto__", profile) as |field|}}{{ field.name }}{{ field.toString }}{{/with}}',
      nothing,
    ],
    ['{{ keys(profile.toString) }}{{ values(profile.constructor) }}', nothing],
    ['{% let __proto__ = profile %}{{ __proto__.name }}{{ hasOwnProperty }}', { prints: 'Ann' }],
    ['{% let constructor = "x" %}{{ constructor.constructor }}', nothing],
    ['{{ constructor("return 1")() }}', 'refused'],
    ['{{ profile.name.constructor("x") }}', 'refused'],
    ['{{ `constructor`.`constructor` }}', nothing],
    ['{{ this }}{{ . }}{{ .. }}{{ @root.constructor }}{{ ../constructor }}', nothing],
    ['{{ replaceAll("a", "a", "$&$`") }}', { prints: '$&amp;$`' }],
    ['{{ formatDate("2026-03-29", "\'<script>\'") }}', { prints: '&lt;script&gt;' }],
    ['{{ formatNumber(1, "en-u-nu-<b>") }}{{ formatCurrency(1, "<b>") }}', { prints: '1' }],
    ['{{ getCurrentZonedDateTime("../../etc/passwd") }}', nothing],
    ['{{ system.now }}{{ system.constructor }}', { prints: '2026-03-29T01:30:00.000Z' }],
  ])('%s', (source, expected) => {
    expect(outcome(source)).toEqual(expected)
    expect(({} as { x?: unknown }).x).toBeUndefined()
  })
})

describe('running long', () => {
  test.each<[string, string]>([
    ['loops in loops', each('x', 3)],
    ['sorting in loops', each('{{ count(topN(context.items, 1)) }}')],
    ['comparing lists with lists', each('{{ subsetOf(context.items, context.items) }}')],
    ['hashing in loops', each('{{ md5(context.long) }}')],
    ['encoding in loops', each('{{ encode64(context.long) }}')],
    ['splitting in loops', each('{{ count(split(context.long, "")) }}')],
    ['searching in loops', each('{{ matches(context.long, "(a|b)*c") }}')],
    ['replacing all in loops', each('{{ replaceAll(context.long, "a", "b") }}')],
    [
      'dates in loops',
      each('{{ formatDate(addDays(convertZonedDateTime(this, "America/New_York"), this), "MMMM z") }}', 2),
    ],
    ['patterns like any text in loops', each('{{ like(context.long, "%b%b%b%") }}')],
  ])('%s comes to a limit', (_, source) => {
    expect(outcome(source)).toBe('limited')
  })

  test.each(['(a+)+$', '(a|a)+$', '(a|aa)+b', '([a-z]+)*1', '(.*a){20}b', '((a*)*)*b'])(
    'the regular expression %s is answered or comes to a limit',
    (pattern) => {
      expect([{ prints: 'false' }, 'limited']).toContainEqual(
        outcome(`{{ matches(context.long, "${pattern}x") }}`),
      )
    },
  )
})

describe('growing big', () => {
  test.each<[string, string]>([
    ['a text that doubles', `{% let s = "xx" %}${each('{% let s = concat(s, s) %}')}`],
    [
      'a text that is replaced by itself',
      `{% let s = "aa" %}${each('{% let s = replaceAll(s, "a", "aa") %}')}`,
    ],
    ['a match for each character', '{{ replaceAll(context.long, "a", context.long) }}'],
    ['an encoding that grows', `{% let s = context.long %}${each('{% let s = urlEncode(encode64(s)) %}')}`],
    ['output without end', each('{{{ context.long }}}')],
    ['a list of lists of texts', `{% let l = [context.long] %}${each('{% let l = [concat(l, l)] %}')}`],
  ])('%s comes to a limit', (_, source) => {
    expect(outcome(source)).toBe('limited')
  })

  test.each<[string, string]>([
    ['blocks in blocks', `${'{{#if true}}'.repeat(40)}${'{{/if}}'.repeat(40)}`],
    ['parentheses in parentheses', `{{ ${'('.repeat(100)}1${')'.repeat(100)} }}`],
    ['keys in keys', `{{ a${'.get(a'.repeat(100)}${')'.repeat(100)} }}`],
    ['a long tag', `{{ ${'1+'.repeat(3000)}1 }}`],
    ['many blocks out', `{{ ${'../'.repeat(3000)}a }}`],
  ])('%s is refused', (_, source) => {
    expect(outcome(source)).toBe('refused')
  })

  test('fragments that use fragments that use fragments are refused before they grow', () => {
    const ten = (id: string) => `{{ fragment id="${id}" }}`.repeat(10)
    const fragments = new Map(
      [...'abcdef'].map((id, i, all) => [id, { name: id, content: ten(all[i + 1] ?? 'a') }] as const),
    )
    expect(expandFragments(ten('a'), fragments).ok).toBe(false)
  })
})

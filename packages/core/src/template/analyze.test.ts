import { describe, expect, test } from 'vitest'
import { type AnalyzeOptions, analyze } from './analyze.ts'
import { parse } from './parse.ts'
import { describe as sentence } from './problems.ts'
import { mergeVariables, pathText } from './variables.ts'

const analysisOf = (source: string, options?: AnalyzeOptions) => {
  const parsed = parse(source)
  if (!parsed.ok) throw new Error(parsed.problems.map(sentence).join(' '))
  return analyze(parsed.ast, options)
}

const summary = (source: string) =>
  analysisOf(source).variables.map(
    ({ namespace, path, type, certain, required, hasDefault }) =>
      `${namespace}.${pathText(path)} ${type}${certain ? '' : '?'}${required ? ' required' : ''}${hasDefault ? ' default' : ''}`,
  )

describe('variables', () => {
  test.each([
    ['{{profile.firstName}}', ['profile.firstName string? required']],
    ['{{profile.firstName ?: "you"}}', ['profile.firstName string? default']],
    ['{{profile.a ?: 0}}', ['profile.a number default']],
    ['{{profile.a ?: 0}}{{profile.a}}', ['profile.a number required']],
    ['{{profile.a ?: profile.b}}', ['profile.a string? default', 'profile.b string?']],
    ['{%= context.total * 2 %}', ['context.total number required']],
    ['{%= "n" + context.n %}', ['context.n string? required']],
    ['{%= context.n + 1 %}', ['context.n number required']],
    ['{%= upperCase(context.a) %}', ['context.a string required']],
    ['{%= round(context.a) %}', ['context.a number required']],
    ['{%#if profile.vip%}{{profile.gift}}{%/if%}', ['profile.vip boolean? default', 'profile.gift string?']],
    [
      '{%#if context.a > 3 and context.b = "x"%}{%/if%}',
      ['context.a number default', 'context.b string default'],
    ],
    ['{%#if context.a = context.b%}{%/if%}', ['context.a string? default', 'context.b string? default']],
    ['{{context.order.number}}', ['context.order object required', 'context.order.number string? required']],
    [
      '{{#each context.items as |item|}}{{item.name}}{%#if item.sale%}{{item.price}}{%/if%}{{/each}}',
      [
        'context.items array required',
        'context.items[] object',
        'context.items[].name string? required',
        'context.items[].sale boolean? default',
        'context.items[].price string?',
      ],
    ],
    [
      '{{#each context.items}}{{name}} {{this.size}}{{context.currency}}{{/each}}',
      [
        'context.items array required',
        'context.items[] object',
        'context.items[].name string? required',
        'context.items[].size string? required',
        'context.currency string?',
      ],
    ],
    [
      '{{#each context.tags}}{{this}}{{/each}}',
      ['context.tags array required', 'context.tags[] string? required'],
    ],
    ['{{#each context.a}}{{else}}-{{/each}}', ['context.a array default']],
    [
      '{{context.items[0].name}}',
      [
        'context.items array required',
        'context.items[] object required',
        'context.items[].name string? required',
      ],
    ],
    [
      '{{#with context.to as |to|}}{{to.city}}{{/with}}',
      ['context.to object required', 'context.to.city string? required'],
    ],
    [
      '{% let to = context.to %}{{to.city}}',
      ['context.to object required', 'context.to.city string? required'],
    ],
    ['{% let x = 1 %}{{x.y}}{{profile}}', []],
    ['{{system.unsubscribeUrl}}', ['system.unsubscribeUrl string? required']],
  ])('%s', (source, expected) => {
    expect(summary(source)).toEqual(expected)
  })

  test('know where they are used, part by part, and make one list for the message', () => {
    const subject = analysisOf('{{context.n}}', { part: 'subject' }).variables
    const html = analysisOf('a\n{{context.n + 1}} {{profile.a}}', { part: 'html' }).variables
    expect(mergeVariables(subject, html)).toMatchObject([
      {
        path: ['n'],
        type: 'number',
        certain: true,
        uses: [
          { part: 'subject', line: 1, column: 3 },
          { part: 'html', line: 2, column: 3 },
        ],
      },
      { path: ['a'], uses: [{ part: 'html' }] },
    ])
  })

  test('of two types in two places any scalar will do', () => {
    expect(summary('{{round(context.a)}}{{trim(context.a)}}')).toEqual(['context.a string? required'])
  })
})

describe('problems', () => {
  const attributes = ['firstName', 'lastName', 'homeAddress.city', 'loyalty']

  test.each([
    ['{{foo}}', 'unknown-namespace', 'error', 1, { name: 'foo' }],
    ['{{profil.name}}', 'unknown-namespace', 'error', 1, { name: 'profil', suggestion: 'profile' }],
    [
      '{{#each context.items as |item|}}{{itm.name}}{{/each}}',
      'unknown-namespace',
      'error',
      1,
      { suggestion: 'item' },
    ],
    ['{{#each context.items as |item|}}{{name}}{{/each}}', 'unknown-namespace', 'error', 1, { name: 'name' }],
    ['{{#each context.items as |i|}}{{/each}}\n{{i.name}}', 'unknown-namespace', 'error', 2, { name: 'i' }],
    ['{{this.name}}', 'this-outside-block', 'error', 1, {}],
    ['{{#with profile}}{{@index}}{{/with}}', 'loop-variable-outside-loop', 'error', 1, { name: 'index' }],
    ['{{system.unsubscribeURL}}', 'unknown-system-value', 'error', 1, { suggestion: 'unsubscribeUrl' }],
    [
      '\n{{profile.fristName}}',
      'unknown-attribute',
      'warning',
      2,
      { name: 'fristName', suggestion: 'firstName' },
    ],
    ['{{profile.homeAddress.town}}', 'unknown-attribute', 'warning', 1, { name: 'homeAddress.town' }],
    ['{%#if 1 = 1%}{%/if%}', 'constant-condition', 'warning', 1, {}],
    ['{%#if context.a%}{%else if isEmpty("")%}{%/if%}', 'constant-condition', 'warning', 1, {}],
    ['{% let x = 1 %}', 'unused-variable', 'warning', 1, { name: 'x' }],
  ])('%s: %s', (source, code, severity, line, params) => {
    expect(analysisOf(source, { attributes }).problems).toMatchObject([{ code, severity, line, params }])
  })

  test.each([
    '{{profile.firstName ?: ""}}{{profile.homeAddress.city ?: ""}}{{profile.loyalty.points ?: 0}}',
    '{{#with profile.homeAddress}}{{city}}{{/with}}',
    '{{#each context.prices}}{{@key}}: {{this}}{{../context.currency}}{{@root.context.x}}{{/each}}',
    '{% let x = 0 %}{{#each context.a as |a i|}}{% let x = x + a.b * i %}{{@last}}{{/each}}{{x}}',
    '{{#each [1, 2] as |n|}}{{n}}{{/each}}{{#each [1]}}{{name}}{{/each}}',
    '{%#if context.a = 1%}{%/if%}{{system.mirrorUrl}}',
  ])('%s has none', (source) => {
    expect(analysisOf(source, { attributes }).problems).toEqual([])
  })

  test('attributes are not checked when none are given', () => {
    expect(analysisOf('{{profile.whatever ?: ""}}').problems).toEqual([])
  })
})

describe('doubts', () => {
  const doubts = (source: string) =>
    analysisOf(source).problems.map(({ code, column, params }) => [
      code,
      column,
      params.name ?? params.reason,
    ])

  test.each([
    ['{{profile.a}}', [['missing-default', 3, 'profile.a']]],
    ['{{ upperCase(profile.a) }}', [['missing-default', 14, 'profile.a']]],
    ['{% let x = profile.a %}{{x}}', [['missing-default', 26, 'x']]],
    ['{%#if profile.a%}{{profile.a}}{{profile.a.b}}{%else%}{{profile.a}}{%/if%}', []],
    ['{%#if profile.a%}{%/if%}{{profile.a}}', [['missing-default', 27, 'profile.a']]],
    ['{%#if profile.b%}{{profile.a}}{%/if%}', [['missing-default', 20, 'profile.a']]],
    ['{{#with profile.a as |a|}}{{a.b}}{{/with}}', []],
    ['{{#each profile.list as |item|}}{{item.name}}{{/each}}', []],
    ['{{ round(profile.a) }}', [['missing-default', 10, 'profile.a']]],
    ['{% let x = upperCase(profile.a) %}{{ x ?: "" }}{{ profile.map.get(context.key) }}', []],
    ['{{ upperCase(profile.a) ?: "x" }}{{profile.b ?: profile.c ?: ""}}', []],
    ['{{ isEmpty(profile.a) }}{{ count(profile.list) }}{{ profile.a = 1 }}', []],
    ['{{context.a}}', []],
    ['{{profile.segmentMembership.ups.x.status}}', []],
  ])('a value that may be missing: %s', (source, expected) => {
    expect(doubts(source)).toEqual(expected)
  })

  test.each([
    ['{%#if context.a = context.a%}{%/if%}', [['always-same', 7, undefined]]],
    ['{%#if context.b and not (a.b <= a.b)%}{%/if%}', [['always-same', 26, undefined]]],
    ['{%#if context.b or true%}{%/if%}', [['constant-condition', 20, undefined]]],
    ['{%#if random() < random()%}{%/if%}', []],
    ['{%#if currentTimeInMillis() > 5%}{%/if%}', []],
  ])('a condition that never changes: %s', (source, expected) => {
    const found = doubts(source).filter(([code]) => code !== 'unknown-namespace')
    expect(found).toEqual(expected)
  })

  test.each([
    ['{{ sum("abc") }}', 'sum', 'list', 'string'],
    ['{{ sum(upperCase(context.a)) }}', 'sum', 'list', 'string'],
    ['{{ round("x", 2) }}', 'round', 'number', 'string'],
    ['{{ addDays("tomorrow", 1) }}', 'addDays', 'date', 'string'],
    ['{{ formatDate(context.a > 1, "d") }}', 'formatDate', 'date', 'boolean'],
    ['{{ keys(1) }}', 'keys', 'map', 'number'],
    ['{{ [1] * 2 }}', '*', 'number', 'array'],
    ['{{ -"x" }}', '-', 'number', 'string'],
  ])('a value of the wrong type: %s', (source, name, expected, given) => {
    expect(analysisOf(source).problems).toMatchObject([
      { code: 'wrong-type', params: { name, expected, given } },
    ])
  })

  test('texts that read as what is wanted are right', () => {
    const source =
      '{{ round("2.5") }}{{ addDays("2026-03-29", "1") }}{{ upperCase(1) }}{{ concat([1], true) }}{{ sum(null) }}'
    expect(doubts(source)).toEqual([])
  })

  test('a regular expression that cannot be used is an error', () => {
    expect(analysisOf('{{ matches(context.a, "(a)\\\\1") }}').problems).toMatchObject([
      { code: 'invalid-pattern', severity: 'error', column: 23 },
    ])
    expect(doubts('{{ matches(context.a, context.b) }}{{ replaceAll(context.a, "\\\\d+", "") }}')).toEqual([])
  })
})

describe('what is read', () => {
  test('has the types that functions take and give', () => {
    expect(
      summary(
        '{{formatDate(context.at, "d")}}{{sum(context.prices)}}{{keys(context.map)}}{{context.until ?: getCurrentZonedDateTime()}}' +
          '{%#if context.from > toDateTime("2026-03-29")%}{%/if%}{{count(context.items)}}',
      ),
    ).toEqual([
      'context.at date required',
      'context.prices array required',
      'context.map object required',
      'context.until date default',
      'context.from date default',
      'context.items array required',
    ])
  })

  test('is a map where its own loop asks for the key', () => {
    expect(
      summary(
        '{{#each context.a}}{{@key}}{{/each}}{{#each context.b}}{{#each this}}{{@key}}{{/each}}{{/each}}',
      ).filter((line) => !line.includes('[]')),
    ).toEqual(['context.a object required', 'context.b array required'])
  })

  test('includes audiences, by either way of writing them', () => {
    const source =
      '{%#if profile.segmentMembership.get("ups").get("a-1").status = "existing"%}{%/if%}{{profile.segmentMembership.ups.`2`.status}}'
    expect(analysisOf(source).audiences).toMatchObject([
      { namespace: 'ups', id: 'a-1', at: { line: 1, column: 7 } },
      { namespace: 'ups', id: '2' },
    ])
  })

  test('includes audiences whose columns are printed, which are no attributes and may be missing', () => {
    const { audiences, problems } = analysisOf('{{profile.audienceEnrichment.get("a-1").seat}}', {
      attributes: ['person.name'],
    })
    expect(audiences).toMatchObject([{ namespace: 'enrichment', id: 'a-1' }])
    expect(problems.map(({ code }) => code)).toEqual(['missing-default'])
  })
})

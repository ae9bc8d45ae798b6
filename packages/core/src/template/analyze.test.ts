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
    '{{profile.firstName}}{{profile.homeAddress.city}}{{profile.loyalty.points}}',
    '{{#with profile.homeAddress}}{{city}}{{/with}}',
    '{% let x = 0 %}{{#each context.a as |a i|}}{% let x = x + a.b * i %}{{@last}}{{/each}}{{x}}',
    '{{#each [1, 2] as |n|}}{{n}}{{/each}}{{#each [1]}}{{name}}{{/each}}',
    '{%#if context.a = 1%}{%/if%}{{system.mirrorUrl}}',
  ])('%s has none', (source) => {
    expect(analysisOf(source, { attributes }).problems).toEqual([])
  })

  test('attributes are not checked when none are given', () => {
    expect(analysisOf('{{profile.whatever}}').problems).toEqual([])
  })
})

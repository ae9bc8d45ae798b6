import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'

const scope = {
  profile: {
    name: 'Ann',
    html: '<b>',
    segmentMembership: { ups: { 'a-1': { status: 'existing' }, 'b`2': { status: 'exited' } } },
  },
  context: {
    currency: 'EUR',
    key: 'a-1',
    items: [
      { name: 'Shirt', sizes: ['S', 'M'] },
      { name: 'Mug', sizes: [] },
    ],
    prices: { small: 5, large: 9 },
    '2026': { '1st': 'January' },
    path: 'C:\\new',
    empty: {},
    at: '2026-03-29T10:00:00+02:00',
  },
}

const rendered = (source: string): string => {
  const compiled = compile(source, { mode: 'html' })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.template.render(scope)
}

describe('blocks are written in either style, mixed too', () => {
  test.each([
    ['{%#if profile.name = "Ann"%}a{%else%}b{%/if%}', 'a'],
    ['{{#if profile.name == "Bob"}}a{{else if profile.name != "Bob"}}b{{else}}c{{/if}}', 'b'],
    ['{%#if false%}a{{else}}b{%/if%}', 'b'],
    ['{%#unless profile.name%}a{%else if profile.html%}b{%else%}c{%/unless%}', 'b'],
    ['{{#unless profile.none}}a{{/unless}}', 'a'],
    ['{%#each context.items as |x|%}{%= x.name %} {%/each%}', 'Shirt Mug '],
    ['{{#each context.items}}{{name}} {{/each}}', 'Shirt Mug '],
    ['{%#with context.prices as |p|%}{{p.small}}{%/with%}', '5'],
    ['{{#with context.prices}}{{small}}{{/with}}', '5'],
  ])('%s', (source, text) => {
    expect(rendered(source)).toBe(text)
  })
})

describe('templates in the manner of Handlebars', () => {
  test.each([
    [
      '{{#each context.items}}{{#each sizes}}{{../name}}{{.}}{{../../context.currency}} {{else}}none{{/each}}{{/each}}',
      'ShirtSEUR ShirtMEUR none',
    ],
    ['{{#each context.items}}{{#each sizes}}{{../this.name}}{{../sizes.[1]}}{{/each}}{{/each}}', null],
    [
      '{{#each context.items as |item|}}{{#each item.sizes}}{{this}}{{../name}} {{/each}}{{/each}}',
      'SShirt MShirt ',
    ],
    ['{{#each context.items}}{{./name}}{{this.name}} {{/each}}', 'ShirtShirt MugMug '],
    ['{{#with context.prices}}{{../context.currency}} {{..}}{{@root.profile.name}}{{/with}}', 'EUR Ann'],
    ['{{#if true}}{{../profile.name}}{{/if}}', 'Ann'],
    ['{{../../../profile.name}}', 'Ann'],
    ['{{& profile.html}}{{{profile.html}}}{{profile.html}}', '<b><b>&lt;b&gt;'],
    ['{{! a }}{{!-- b }} --}}{{~! c }}x', 'x'],
    ['a \n {{~ profile.name ~}} \n b', 'aAnnb'],
    [
      '<ul>\n{{#each context.items ~}}\n  <li>{{name}}</li>\n{{~/each}}\n</ul>',
      '<ul>\n<li>Shirt</li><li>Mug</li>\n</ul>',
    ],
    ['a {%~ let x = 1 ~%} b{{{~ x ~}}} c', 'ab1c'],
  ])('%s', (source, text) => {
    if (text === null) expect(parse(source).ok).toBe(false)
    else expect(rendered(source)).toBe(text)
  })
})

describe('maps', () => {
  test.each([
    ['{{#each context.prices}}{{@key}}={{this}}{{#unless @last}}, {{/unless}}{{/each}}', 'small=5, large=9'],
    [
      '{{#each context.prices as |price i|}}{{i}}{{@index}}{{@first}}{{price}} {{/each}}',
      '00true5 11false9 ',
    ],
    ['{{#each context.items}}{{@key}}{{/each}}', '01'],
    ['{{#each context.empty}}a{{else}}none{{/each}}', 'none'],
    ['{{#each profile.name}}a{{else}}none{{/each}}', 'none'],
    ['{{ context.prices.get("small") }}{{ context.prices.get(concat("lar", "ge")) }}', '59'],
    ['{{ profile.segmentMembership.get("ups").get("a-1").status = "existing" }}', 'true'],
    ['{{ profile.segmentMembership.get("ups").get(context.key).status }}', 'existing'],
    ['{{ profile.segmentMembership.get("ups").get("b`2").status }}', 'exited'],
    ['{{ context.items.get(1).name }}{{ context.items.get(0).get("sizes")[1] }}', 'MugM'],
    ['{{ context.`2026`.`1st` }}{{ context.get("2026").get("1st") }}', 'JanuaryJanuary'],
    ['{{ profile.none.get("a").get(context.key).b }}', ''],
  ])('%s', (source, text) => {
    expect(rendered(source)).toBe(text)
  })

  test('a key that is written out is part of the path', () => {
    const parsed = parse('{{ profile.segmentMembership.get("ups").get("a-1").status }}')
    expect(parsed.ok && print(parsed.ast)).toBe('{{ profile.segmentMembership.ups.a-1.status }}')
    const computed = parse('{{ context.a.get(context.key).b[0] }}')
    expect(computed.ok && print(computed.ast)).toBe('{{ get(get(get(context.a, context.key), "b"), 0) }}')
  })

  test.each([
    '{{ a.get() }}',
    '{{ a.get("x", "y") }}',
    '{{ a.keys() }}',
    '{{ get.a("x") }}',
    '{{ a.get("x" }}',
  ])('%s is no template', (source) => {
    expect(parse(source).ok).toBe(false)
  })
})

describe('literals and operators', () => {
  test.each([
    ['context.path = "C:\\\\new"', 'true'],
    ["'it''s'", null],
    ['"a\\"b" + \'c\'', 'a&quot;bc'],
    ['5 % 3 + 2 * 3 - 4 / 2', '6'],
    ['1 < 2 and 2 <= 2 and 3 > 2 and 3 >= 3 and 1 != 2', 'true'],
    ['not (1 = 2) or false', 'true'],
    ['profile.none ?: context.none ?: "none"', 'none'],
    ['null = undefined', 'true'],
    ['context.at < "2026-03-29T08:30:00Z"', 'true'],
    ['context.at >= "2026-03-29T08:00:00Z"', 'true'],
    ['"2026-03-29" < "2026-03-30"', 'true'],
    ['toDateTime(0) < context.at', 'true'],
  ])('%s', (source, text) => {
    if (text === null) expect(parse(`{%= ${source} %}`).ok).toBe(false)
    else expect(rendered(`{%= ${source} %}`)).toBe(text)
  })
})

import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import type { Mode } from './escape.ts'
import { describe as sentence } from './problems.ts'

const templateOf = (source: string, mode: Mode = 'html') => {
  const compiled = compile(source, { mode })
  if (!compiled.ok) throw new Error(compiled.problems.map(sentence).join(' '))
  return compiled.template
}

const scope = {
  profile: { firstName: 'Ann <b>', vip: true, points: 60, tags: ['a', null, 2, { x: 1 }, true], empty: '' },
  context: {
    items: [
      { name: 'Shirt', qty: 2, price: 0.1, sizes: ['S', 'M'] },
      { name: 'Mug', qty: 1, price: 0.2, sizes: [] },
    ],
    order: { 'ship-to': { city: 'Lyon' }, '0': 'zero' },
    count: '10',
    none: [],
  },
}
const rendered = (source: string, mode: Mode = 'html') => templateOf(source, mode).render(scope)

describe('values', () => {
  test.each([
    ['{{ profile.firstName }}', 'Ann &lt;b&gt;'],
    ['{{{ profile.firstName }}}', 'Ann <b>'],
    ['{%= upperCase(profile.firstName) %}', 'ANN &lt;B&gt;'],
    ['{{ context.order.ship-to.city }}', 'Lyon'],
    ['{{ context.order.`0` }}', 'zero'],
    ['{{ context.items[1].name }}', 'Mug'],
    ['{{ context.items[7].name }}', ''],
    ['{{ profile.nothing.at.all }}', ''],
    ['{{ profile }}', ''],
    ['{{ profile.tags }}', 'a, 2, true'],
    ['{{ profile.nothing ?: "friend" }}', 'friend'],
    ['{{ profile.empty ?: profile.nothing ?: 0 }}', '0'],
    ['{{ context.none ?: "none" }}', 'none'],
    ['{{ false ?: "x" }}', 'false'],
    ['{{! nobody sees this }}', ''],
    ['{{ 1 / 0 }}', ''],
    ['{{ ["a", 1 + 1] }}', 'a, 2'],
  ])('%s is %j', (source, expected) => {
    expect(rendered(source)).toBe(expected)
  })
})

describe('values that come again', () => {
  test.each([
    [
      '{{profile.firstName}}{{{profile.firstName}}}{{profile.firstName}}',
      'Ann &lt;b&gt;Ann <b>Ann &lt;b&gt;',
    ],
    ['{{#each context.items}}{{name}}{{context.count}} {{/each}}{{name}}', 'Shirt10 Mug10 '],
    ['{{context.items[0].name}}{{context.items[1].name}}{{context.order.`0`}}', 'ShirtMugzero'],
    ['{{profile.nothing.at}}{{profile.nothing.all}}{{profile.firstName}}', 'Ann &lt;b&gt;'],
  ])('%s is %j', (source, expected) => {
    expect(rendered(source)).toBe(expected)
  })

  test('are those of each message', () => {
    const template = templateOf('{{profile.a.b}}{{profile.a.b}}')
    expect(template.render({ profile: { a: { b: 1 } } })).toBe('11')
    expect(template.render({ profile: { a: { b: 2 } } })).toBe('22')
  })
})

test('length is data of an object, not of a list', () => {
  expect(templateOf('{{profile.box.length}}').render({ profile: { box: { length: 5 } } })).toBe('5')
  expect(templateOf('{{profile.box.length}}').render({ profile: { box: [1, 2] } })).toBe('')
})

describe('operators', () => {
  test.each([
    ['0.1 + 0.2', '0.3'],
    ['"a" + "b"', 'ab'],
    ['"1" + "2"', '12'],
    ['context.count + 1', '11'],
    ['"n" + 1', 'n1'],
    ['null + 1', ''],
    ['"a" + null', 'a'],
    ['7 % 4 - -1', '4'],
    ['-context.count', '-10'],
    ['"x" * 2', ''],
    ['context.count > 9', 'true'],
    ['"2026-01-02" < "2026-01-10"', 'true'],
    ['null < 1', 'false'],
    ['context.count = 10', 'true'],
    ['profile.vip = "true"', 'true'],
    ['profile.nothing = null', 'true'],
    ['"" = null', 'false'],
    ['"1" = "1.0"', 'false'],
    ['1 != 2 and not (1 > 2)', 'true'],
    ['0 or ""', 'false'],
    ['!context.none', 'true'],
  ])('%s is %j', (source, expected) => {
    expect(rendered(`{%= ${source} %}`)).toBe(expected)
  })
})

describe('blocks', () => {
  test.each([
    ['{%#if profile.vip%}yes{%else%}no{%/if%}', 'yes'],
    ['{%#if profile.points > 100%}a{%else if profile.points > 50%}b{%else%}c{%/if%}', 'b'],
    ['{%#if profile.nothing%}a{%/if%}', ''],
    ['{%#unless profile.vip%}no{%else%}yes{%/unless%}', 'yes'],
    ['{{#if context.none}}a{{else}}empty{{/if}}', 'empty'],
    ['{{#each context.items as |item|}}{{item.name}} {{/each}}', 'Shirt Mug '],
    ['{{#each context.items}}{{name}}:{{this.qty}} {{/each}}', 'Shirt:2 Mug:1 '],
    [
      '{{#each context.items as |x i|}}{{i}}{{@index}}{{@first}}{{@last}} {{/each}}',
      '00truefalse 11falsetrue ',
    ],
    ['{{#each profile.tags}}[{{this}}]{{/each}}', '[a][][2][][true]'],
    ['{{#each context.none}}a{{else}}none{{/each}}', 'none'],
    ['{{#each profile.firstName}}a{{else}}no list{{/each}}', 'no list'],
    [
      '{{#each context.items as |i|}}{{#each i.sizes as |s|}}{{i.name}}{{s}}{{@index}}{{else}}-{{/each}}{{@index}}{{/each}}',
      'ShirtS0ShirtM10-1',
    ],
    ['{{#with context.order.ship-to as |to|}}{{to.city}}{{/with}}', 'Lyon'],
    ['{{#with context.order.ship-to}}{{city}} {{this.city}}{{/with}}', 'Lyon Lyon'],
    ['{{#with profile.nothing}}a{{else}}b{{/with}}', 'b'],
    ['{{#each context.items}}{{#with this as |t|}}{{name}}{{t.name}}{{/with}}{{/each}}', 'ShirtMug'],
  ])('%s is %j', (source, expected) => {
    expect(rendered(source)).toBe(expected)
  })
})

describe('let', () => {
  test('adds up over a loop', () => {
    const sum =
      '{% let sum = 0 %}{{#each context.items as |i|}}{% let sum = sum + i.qty * i.price %}{{/each}}{{sum}}'
    expect(rendered(sum)).toBe('0.4')
  })

  test('starts anew with each rendering', () => {
    const template = templateOf('{{#if profile.a}}{% let x = profile.a %}{{/if}}{{x}}')
    expect(template.render({ profile: { a: 'mine' } })).toBe('mine')
    expect(template.render({ profile: {} })).toBe('')
  })

  test('inside a block is seen after it, an alias is not', () => {
    expect(rendered('{{#each context.items as |i|}}{% let last = i.name %}{{/each}}{{last}}{{i.name}}')).toBe(
      'Mug',
    )
  })
})

describe('statics', () => {
  test('come to a sink by number, in blocks too, and values come escaped', () => {
    const template = templateOf('Hi {{! x }}there {{profile.firstName}}!{%#if profile.vip%}<b>{%/if%}')
    expect(template.statics).toEqual(['Hi there ', '!', '<b>'])
    const seen: (string | number)[] = []
    template.renderTo(scope, { static: (i) => seen.push(i), text: (value) => seen.push(value) })
    expect(seen).toEqual([0, 'Ann &lt;b&gt;', 1, 2])
  })

  test('a template without tags is constant', () => {
    expect(templateOf('Hi {{! x }}').constant).toBe(true)
    expect(templateOf('Hi {{ x }}').constant).toBe(false)
  })
})

test('a template with mistakes is not compiled', () => {
  expect(compile('{{ a', { mode: 'text' })).toMatchObject({
    ok: false,
    problems: [{ code: 'unclosed-tag', severity: 'error', line: 1, column: 1, offset: 0, length: 2 }],
  })
})

describe('modes', () => {
  const hostile = { profile: { name: `a\r\nBcc: x@y.z`, html: `<a href="x">'&`, text: 'é b"<%20\n&c=d' } }
  test.each<[Mode, string, string]>([
    ['html', '{{profile.html}}', '&lt;a href=&quot;x&quot;&gt;&#39;&amp;'],
    ['text', '{{profile.html}}', `<a href="x">'&`],
    ['header', 'Hi\n{{profile.name}}', 'Hi a Bcc: x@y.z'],
    ['header', '{{{profile.name}}}', 'a Bcc: x@y.z'],
    ['url', 'https://x.io/?q={{profile.text}}', 'https://x.io/?q=%C3%A9%20b%22%3C%20&c=d'],
    ['url', '{{{profile.name}}}', 'aBcc:%20x@y.z'],
    [
      'url',
      'https://x.io/?q={%= urlEncode(profile.text) %}',
      'https://x.io/?q=%C3%A9%20b%22%3C%2520%0A%26c%3Dd',
    ],
  ])('%s writes %s as %j', (mode, source, expected) => {
    expect(templateOf(source, mode).render(hostile)).toBe(expected)
  })
})

import { describe, expect, test } from 'vitest'
import { compile } from './compile.ts'
import { type Limits, TemplateLimit } from './limits.ts'

const render = (source: string, scope: unknown, limits: Partial<Limits> = {}) => {
  const compiled = compile(source, { mode: 'html', limits })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.template.render(scope)
}

/** The limit that a rendering runs into. */
const limitOf = (source: string, scope: unknown, limits: Partial<Limits> = {}) => {
  try {
    render(source, scope, limits)
  } catch (error) {
    if (error instanceof TemplateLimit) return error.problem
    throw error
  }
  return undefined
}

describe('a template reaches nothing but the own data of its scope', () => {
  class Secret {
    token = 'own'
    get password() {
      return 'secret'
    }
  }
  const scope = {
    profile: { name: 'Ann', list: [1, 2], secret: new Secret(), call: () => 'called' },
    context: JSON.parse('{"__proto__":{"polluted":"own data"}}') as unknown,
  }

  test.each([
    'profile.constructor',
    'profile.constructor.constructor',
    'profile.__proto__',
    'profile.`__proto__`.toString',
    'profile.name.constructor',
    'profile.name.length',
    'profile.name[0]',
    'profile.list.length',
    'profile.list.map',
    'profile.list.constructor.name',
    'profile.toString',
    'profile.hasOwnProperty',
    'profile.secret.password',
    'profile.secret.constructor.name',
    'profile.call',
    'profile.call.name',
    'profile.call.prototype',
    'profile.__defineGetter__',
    'profile.__lookupGetter__',
    'constructor',
    'constructor.constructor',
    '__proto__.polluted',
    'globalThis.process.env',
    'process.env',
    'this',
    'this.constructor',
    'prototype',
    'toString(profile.constructor)',
    'profile ?: "x"',
  ])('%s is empty', (path) => {
    expect(render(`{{{ ${path} }}}`, scope)).toBe('')
    expect(render(`{{#with profile}}{{{ ${path} }}}{{/with}}`, scope)).toBe('')
  })

  test('data that is named like a danger is data', () => {
    expect(render('{{context.__proto__.polluted}}{{profile.secret.token}}', scope)).toBe('own dataown')
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test.each([
    'eval("1")',
    'Function("1")',
    'require("fs")',
    'toString.call(1)',
    'a.b()',
    '(a)(b)',
    'a = b = c()',
  ])('%s is no template', (source) => {
    expect(compile(`{%= ${source} %}`, { mode: 'html' }).ok).toBe(false)
  })
})

describe('no template runs long or grows big', () => {
  const items = Array.from({ length: 1000 }, (_, i) => i)
  const text = 'x'.repeat(100_000)
  const each = (times: number, body: string) =>
    `${'{{#each context.items}}'.repeat(times)}${body}${'{{/each}}'.repeat(times)}`

  test.each([
    ['loops in loops', each(5, ''), 'limit-steps', 1],
    ['loops that search long texts', each(2, '{{contains(context.text, "y")}}'), 'limit-steps', 1],
    ['loops that compare long texts', each(2, '{{context.text < context.other}}'), 'limit-steps', 1],
    ['loops with long expressions', each(2, `{{ ${'1+'.repeat(900)}1 }}`), 'limit-steps', 1],
    ['a text that doubles', `{% let s = "xx" %}${each(1, '{% let s = s + s %}')}`, 'limit-text', 1],
    [
      'a text doubled by a function',
      `{% let s = "xx" %}${each(1, '{% let s = concat(s, s) %}')}`,
      'limit-text',
      1,
    ],
    ['a replacement that multiplies', '{{replace(context.text, "x", context.text)}}', 'limit-text', 1],
    ['a list of long texts', `{{[${'context.text,'.repeat(50)} 1]}}`, 'limit-text', 1],
    ['a list of long texts added', `{{[${'context.text,'.repeat(50)} 1] + "x"}}`, 'limit-text', 1],
    ['a long output', each(1, '{{{context.text}}}'), 'limit-output', 1],
    ['a long list', '\n{{#each context.long}}{{/each}}', 'limit-items', 2],
  ])('%s', (_, source, code, line) => {
    const other = `${text}!`
    const context = { items, text, other, long: Array.from({ length: 6000 }, () => 0) }
    expect(limitOf(source, { context })).toMatchObject({ code, line, severity: 'error' })
  })

  const long = 'a'.repeat(400_000)
  const half = `${'a'.repeat(100_000)}b${'a'.repeat(100_000)}`

  test.each([
    'contains(context.long, context.half)',
    'doesNotContain(context.long, context.half)',
    'indexOf(context.long, context.half)',
    'lastIndexOf(context.long, context.half)',
    'replace(context.long, context.half, "")',
    'split(context.long, context.half)',
  ])('the product of both lengths is paid for before the search of %s begins', (call) => {
    expect(limitOf(`{%= ${call} %}`, { context: { long, half } })?.code).toBe('limit-steps')
  })

  test.each([
    ['lists of long texts compared with each other', 'intersects(context.texts, context.others)'],
    ['long texts looked for in a list', 'in(context.long, context.texts)'],
    ['long texts put in order', 'topN(context.texts, 1)'],
    ['a long way to what is ordered by', 'topN(context.items, context.path, 1)'],
    ['the keys of a large map', 'count(keys(context.map))'],
    [
      'long patterns of dates',
      'formatDate("2026-03-29", context.pattern) = formatDate("2026-03-30", context.pattern)',
    ],
  ])('%s, in a loop, come to a limit within a thousand passes', (_, call) => {
    const texts = Array.from({ length: 30 }, (_, i) => `${'a'.repeat(10_000)}${i}`)
    const others = texts.map((text) => `${text}!`)
    const path = 'a.'.repeat(1000)
    const map = Object.fromEntries(items.map((i) => [`key${i}`, i]))
    const pattern = 'E.'.repeat(100)
    const context = { items, long, texts, others, path, map, pattern }
    expect(limitOf(each(1, `{%#if ${call}%}{%/if%}`), { context })?.code).toBe('limit-steps')
  })

  test.each(['header', 'url'] as const)('what hardly writes anything is paid for too, in mode %s', (mode) => {
    const compiled = compile(`{{#with context as |c|}}${each(2, '{{{c.breaks}}}')}{{/with}}`, { mode })
    const context = { items, breaks: '\n'.repeat(100_000) }
    expect(() => compiled.ok && compiled.template.render({ context })).toThrow('more than 500000 steps')
  })

  test('what messages usually do costs next to nothing', () => {
    const context = { name: 'Marie', tags: ['a', 'b'], map: { a: 1 }, text: 'x'.repeat(500) }
    const source =
      '{{ contains(context.text, "y") }}{{ in("a", context.tags) }}{{ keys(context.map) }}{{ upperCase(context.name) }}'
    expect(limitOf(source, { context }, { steps: 50 })).toBeUndefined()
  })

  test('limits are what the caller says', () => {
    const scope = { context: { items: [1, 2, 3] } }
    expect(limitOf('{{#each context.items}}{{/each}}', scope, { items: 2 })?.params).toEqual({ limit: 2 })
    expect(limitOf('{{#each context.items}}{{/each}}', scope, { items: 3 })).toBeUndefined()
    expect(limitOf('abc', scope, { output: 2 })?.code).toBe('limit-output')
    expect(limitOf('{{#each context.items}}{{this}}{{/each}}', scope, { steps: 2 })?.code).toBe('limit-steps')
  })

  test('a limit says where', () => {
    expect(() =>
      render('ab\n{{#each context.items}}{{/each}}', { context: { items } }, { items: 2 }),
    ).toThrow('The list has more than 2 items. (line 2, column 1)')
  })
})

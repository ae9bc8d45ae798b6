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

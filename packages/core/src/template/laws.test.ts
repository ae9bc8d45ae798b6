import fc from 'fast-check'
import { expect, test } from 'vitest'
import { analyze } from './analyze.ts'
import { type Ast, type Expression, loopNames, type Node } from './ast.ts'
import { compile, compileAst } from './compile.ts'
import type { Mode } from './escape.ts'
import { isLabel } from './fragment-ref.ts'
import { expandFragments, unexpandedFragments } from './fragments.ts'
import { functions } from './functions.ts'
import { TemplateLimit } from './limits.ts'
import { extractLinks, rewrite } from './links.ts'
import { isReserved } from './names.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'
import { sampleValues } from './sample.ts'
import { htmlToText } from './text.ts'

const at = { line: 1, column: 1, offset: 0, end: 0 }

const commonNames = ['a', 'b', 'items', 'name', 'order-no', '__proto__', 'constructor', '2nd', 'toString']
const anyName = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...commonNames) },
  { weight: 1, arbitrary: fc.string({ minLength: 1, unit: 'binary' }).filter((name) => !name.includes('`')) },
)
const newName = anyName.filter((name) => !isReserved(name))
const root = fc.oneof(fc.constantFrom('profile', 'context', 'system', 'this', 'true', 'not', 'else'), anyName)
const number = fc
  .tuple(fc.nat(), fc.integer({ min: 0, max: 5 }))
  .map(([digits, places]) => digits / 10 ** places)

const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
  const inner = tie('expression')
  const operators = '+ - * / % = != < <= > >= and or ?:'.split(' ')
  return {
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.record({
        kind: fc.constant('path' as const),
        root,
        rest: fc.array(fc.oneof(anyName, fc.nat(3)), { maxLength: 3 }),
        at: fc.constant(at),
      }),
      fc.record({
        kind: fc.constant('path' as const),
        root: fc.constant('this'),
        rest: fc.array(fc.oneof(anyName, fc.constant('this'), fc.nat(3)), { maxLength: 3 }),
        up: fc.integer({ min: 1, max: 3 }),
        at: fc.constant(at),
      }),
      fc.record({
        kind: fc.constant('literal' as const),
        value: fc.oneof(fc.string({ unit: 'binary' }), number, fc.boolean(), fc.constant(null)),
        at: fc.constant(at),
      }),
      fc.record({
        kind: fc.constant('loop' as const),
        name: fc.constantFrom(...loopNames),
        at: fc.constant(at),
      }),
      fc.record({
        kind: fc.constant('list' as const),
        items: fc.array(inner, { maxLength: 3 }),
        at: fc.constant(at),
      }),
      fc.constantFrom(...functions.entries()).chain(([name, { least, most }]) =>
        fc.record({
          kind: fc.constant('call' as const),
          name: fc.constant(name),
          args: fc.array(inner, { minLength: least, maxLength: Math.min(most, least + 2) }),
          at: fc.constant(at),
        }),
      ),
      fc.record({
        kind: fc.constant('unary' as const),
        operator: fc.constantFrom('-' as const, 'not' as const),
        value: inner,
        at: fc.constant(at),
      }),
      fc.record({
        kind: fc.constant('binary' as const),
        operator: fc.constantFrom(...operators) as fc.Arbitrary<'+'>,
        left: inner,
        right: inner,
        at: fc.constant(at),
      }),
    ),
  }
})

const style = fc.constantFrom('{{' as const, '{%' as const)

/** Texts that would be read as one text are kept apart by dropping the second. */
const asRead = (nodes: Node[]): Node[] =>
  nodes.filter((node, i) => node.kind !== 'text' || nodes[i - 1]?.kind !== 'text')

const { nodes } = fc.letrec<{ nodes: Node[] }>((tie) => {
  const body = tie('nodes')
  const otherwise = fc.option(body)
  const tested = fc.record({ test: expression, negated: fc.constant(false), body })
  const node: fc.Arbitrary<Node> = fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record({
      kind: fc.constant('text' as const),
      value: fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.includes('{')),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('output' as const),
      form: fc.constantFrom('escaped' as const, 'raw' as const, 'expression' as const),
      value: expression,
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('comment' as const),
      value: fc.string().filter((text) => !/[{}-]/.test(text)),
      dashed: fc.boolean(),
      at: fc.constant(at),
    }),
    fc.record({
      kind: fc.constant('fragment' as const),
      id: fc.oneof(
        fc.constantFrom('a', 'b', 'c'),
        fc.string({ minLength: 1 }).filter((id) => !id.includes(':')),
      ),
      name: fc.option(fc.string()),
      mode: fc.option(fc.constant('inline')),
      args: fc.uniqueArray(
        fc.record({ name: anyName.filter((name) => !isLabel(name)), value: expression, at: fc.constant(at) }),
        { maxLength: 3, selector: ({ name }) => name },
      ),
      at: fc.constant(at),
    }),
    fc.record({ kind: fc.constant('let' as const), name: newName, value: expression, at: fc.constant(at) }),
    fc.record({
      kind: fc.constant('if' as const),
      style,
      branches: fc
        .tuple(
          fc.record({ test: expression, negated: fc.boolean(), body }),
          fc.array(tested, { maxLength: 2 }),
        )
        .map(([first, rest]) => [first, ...rest]),
      otherwise,
      at: fc.constant(at),
    }),
    fc
      .record({
        kind: fc.constantFrom('each' as const, 'with' as const),
        style,
        value: expression,
        alias: fc.option(newName),
        indexAlias: fc.option(newName),
        body,
        otherwise,
        at: fc.constant(at),
      })
      .map((each) => (each.alias === null || each.kind === 'with' ? { ...each, indexAlias: null } : each)),
  )
  return { nodes: fc.array(node, { maxLength: 4 }).map(asRead) }
})
const template = nodes.map((nodes): Ast => ({ nodes }))

const values = fc.anything({ key: fc.constantFrom(...commonNames), withBigInt: true, withDate: true })
const items = fc.array(fc.dictionary(fc.constantFrom(...commonNames), values), { maxLength: 4 })
const record = fc.dictionary(fc.constantFrom(...commonNames), fc.oneof(values, items))
const scope = fc.oneof(fc.record({ profile: record, context: record, system: record }), fc.anything())
const mode = fc.constantFrom<Mode>('html', 'text', 'header', 'url')

const withoutPlaces = (ast: Ast) =>
  JSON.parse(JSON.stringify(ast, (key, value) => (key === 'at' ? undefined : value))) as unknown

/** Few enough steps for many runs. */
const limits = { steps: 20_000, output: 100_000 }

function renderedOrLimit(render: () => string): string {
  try {
    return render()
  } catch (error) {
    if (error instanceof TemplateLimit) return ''
    throw error
  }
}

test('what is printed reads as the tree it was printed from', () => {
  fc.assert(
    fc.property(template, (ast) => {
      const parsed = parse(print(ast))
      expect(parsed).toMatchObject({ ok: true })
      if (parsed.ok) expect(withoutPlaces(parsed.ast)).toEqual(withoutPlaces(ast))
    }),
    { numRuns: 500 },
  )
})

const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'{{ }} {{{ }}} {% %} {%= {%# {%/ {{# {{/ if each else let as | . [ ] ( ) " \' ` ! --'.split(' '),
      ),
      fc.constantFrom(
        ...'profile.a = + ?: 1 0.5 @index , true not < > \\ <a href= </a> <!-- --> &amp; display:none'.split(
          ' ',
        ),
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(' ').replaceAll(' = ', '=').replaceAll('. ', '.'))
const anySource = fc.oneof(soup, fc.string({ unit: 'binary' }), template.map(print))

test('any text is read without throwing, and each problem lies inside it', () => {
  fc.assert(
    fc.property(anySource, (source) => {
      const parsed = parse(source)
      if (parsed.ok) {
        expect(withoutPlaces(parsed.ast)).toEqual(withoutPlaces(astOf(print(parsed.ast))))
        analyze(parsed.ast, { attributes: ['a'] })
        return
      }
      expect(parsed.problems.length).toBeGreaterThan(0)
      for (const { offset, length } of parsed.problems) {
        expect(offset).toBeGreaterThanOrEqual(0)
        expect(offset + length).toBeLessThanOrEqual(source.length)
      }
    }),
    { numRuns: 1000 },
  )
})

function astOf(source: string): Ast {
  const parsed = parse(source)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.ast
}

test('a valid template renders over any scope, in any mode, or says that it is too much', () => {
  fc.assert(
    fc.property(template, scope, mode, (ast, scope, mode) => {
      const compiled = compileAst(ast, { mode, limits })
      const text = renderedOrLimit(() => compiled.render(scope))
      expect(text).not.toContain('[object Object]')
      const parts: string[] = []
      const sink = {
        static: (i: number) => parts.push(compiled.statics[i]!),
        text: (v: string) => parts.push(v),
      }
      const whole = renderedOrLimit(() => {
        compiled.renderTo(scope, sink)
        return parts.join('')
      })
      expect(whole).toBe(text)
    }),
    { numRuns: 500 },
  )
})

test('no value brings markup into HTML unless the author wrote three braces', () => {
  const withoutMarkup = template.map((ast) => {
    const source = print(ast).replaceAll('{{{', '{{').replaceAll('}}}', '}}')
    const parsed = parse(source)
    return parsed.ok ? { nodes: valuesOnly(parsed.ast.nodes) } : { nodes: [] }
  })
  fc.assert(
    fc.property(withoutMarkup, scope, (ast, scope) => {
      const compiled = compileAst(ast, { mode: 'html', limits })
      const html = renderedOrLimit(() => compiled.render(scope))
      expect(html.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[<>"'&]/)
    }),
    { numRuns: 500 },
  )
})

function valuesOnly(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node): Node[] => {
    if (node.kind === 'text') return []
    if (node.kind === 'if') {
      const branches = node.branches.map((branch) => ({ ...branch, body: valuesOnly(branch.body) }))
      return [{ ...node, branches, otherwise: node.otherwise && valuesOnly(node.otherwise) }]
    }
    if (node.kind === 'each' || node.kind === 'with') {
      return [
        { ...node, body: valuesOnly(node.body), otherwise: node.otherwise && valuesOnly(node.otherwise) },
      ]
    }
    return [node]
  })
}

test('any text whatever, as a value, stays text in HTML and one line in a header', () => {
  const templates = (['html', 'header', 'url'] as const).map((mode) => {
    const compiled = compile('{{profile.a}}', { mode })
    return compiled.ok ? compiled.template : expect.fail('does not compile')
  })
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (a) => {
      const [html, header, url] = templates.map((template) => template.render({ profile: { a } }))
      expect(html!.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[<>"'&]/)
      expect(header).not.toMatch(/[\r\n\0]/)
      expect(url).toMatch(/^[!#-;=?-[\]_a-z~]*$/)
    }),
  )
})

const fragmentIds = ['a', 'b', 'c']
const library = fc
  .record(Object.fromEntries(fragmentIds.map((id) => [id, template])) as Record<string, typeof template>)
  .map((asts) => new Map(Object.entries(asts).map(([id, ast]) => [id, { name: id, content: print(ast) }])))

test('what expands is a template without references, and what does not says why', () => {
  const referring = fc
    .array(
      fc.oneof(
        template.map(print),
        fc.constantFrom(...fragmentIds).map((id) => `{{fragment id="${id}" a=1}}`),
      ),
    )
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(referring, library, (source, fragments) => {
      const expanded = expandFragments(source, fragments)
      if (!expanded.ok) {
        expect(expanded.problems.length).toBeGreaterThan(0)
        return
      }
      const parsed = parse(expanded.source)
      const problems = parsed.ok ? unexpandedFragments(parsed.ast) : parsed.problems
      // Blocks of the message and of its fragments add up.
      expect(problems.filter(({ code }) => code !== 'too-deep')).toEqual([])
    }),
  )
})

test('a valid template has samples that render, and JSON keeps them whole', () => {
  fc.assert(
    fc.property(template, (ast) => {
      const samples = sampleValues(analyze(ast).variables)
      expect(JSON.parse(JSON.stringify(samples))).toEqual(samples)
      renderedOrLimit(() => compileAst(ast, { mode: 'html', limits }).render(samples))
    }),
  )
})

test.each([
  '{{',
  '{% ',
  '{{!--',
  '{{`',
  '{{"\\"}}',
  '{{}}',
  '{{#each a}}',
  '<a href="',
  '<a href=https://x.io>',
  '<!--',
  '&#',
])('a long row of %s is answered like anything else', (part) => {
  const source = part.repeat(50_000)
  parse(source)
  extractLinks(source)
  htmlToText(source)
})

test('text and links are made of any source, and links lie where they say', () => {
  fc.assert(
    fc.property(anySource, (source) => {
      htmlToText(source)
      const links = extractLinks(`${source}<a href="https://x.io/">x</a>`)
      const same = links.map(({ offset, end }) => ({ offset, end, value: '' }))
      rewrite(source, same)
      for (const { offset, end } of links) expect(offset).toBeLessThanOrEqual(end)
    }),
    { numRuns: 1000 },
  )
})

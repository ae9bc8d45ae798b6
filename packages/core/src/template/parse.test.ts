import { expect, describe as group, test } from 'vitest'
import type { Expression } from './ast.ts'
import { parse } from './parse.ts'
import { printExpression } from './print.ts'
import { describe } from './problems.ts'

const astOf = (source: string) => {
  const parsed = parse(source)
  if (!parsed.ok) throw new Error(parsed.problems.map(describe).join(' '))
  return parsed.ast.nodes
}

const problemsOf = (source: string) => {
  const parsed = parse(source)
  return parsed.ok
    ? []
    : parsed.problems.map(({ code, line, column, length, params }) => ({
        code,
        at: `${line}:${column}+${length}`,
        params,
      }))
}

/** Every operation in parentheses, to see how the source was grouped. */
function grouped(expression: Expression): string {
  if (expression.kind === 'binary') {
    return `(${grouped(expression.left)} ${expression.operator} ${grouped(expression.right)})`
  }
  if (expression.kind === 'unary') return `(${expression.operator} ${grouped(expression.value)})`
  return printExpression(expression)
}

group('expressions group as people read them', () => {
  test.each([
    ['a + b * c', '(a + (b * c))'],
    ['a - b - c', '((a - b) - c)'],
    ['(a + b) * c', '((a + b) * c)'],
    ['a or b and c', '(a or (b and c))'],
    ['a || b && c', '(a or (b and c))'],
    ['not a = b', '(not (a = b))'],
    ['!a == b', '((not a) = b)'],
    ['not a and b', '((not a) and b)'],
    ['a ?: b ?: "c"', '(a ?: (b ?: "c"))'],
    ['a + 1 ?: b', '((a + 1) ?: b)'],
    ['-a * 2', '((- a) * 2)'],
    ['a != 1 and b <= 2', '((a != 1) and (b <= 2))'],
    ['a % 2 = 0', '((a % 2) = 0)'],
    ['order-number - 1', '(order-number - 1)'],
    ['a?:b', '(a ?: b)'],
    ['5-3', '(5 - 3)'],
    ['count ( items ) > 0', '(count(items) > 0)'],
  ])('%s is %s', (source, expected) => {
    const [node] = astOf(`{%= ${source} %}`)
    expect(node?.kind === 'output' && grouped(node.value)).toBe(expected)
  })
})

group('operands', () => {
  test.each([
    ['profile.homeAddress.city', { kind: 'path', root: 'profile', rest: ['homeAddress', 'city'] }],
    ['context.items[0].name', { kind: 'path', root: 'context', rest: ['items', 0, 'name'] }],
    ['profile.`2nd name`.`a.b`', { kind: 'path', root: 'profile', rest: ['2nd name', 'a.b'] }],
    ['profile.prénom', { kind: 'path', root: 'profile', rest: ['prénom'] }],
    ['this.x', { kind: 'path', root: 'this', rest: ['x'] }],
    ['"a \\"b\\" \\\\ \\n \\d"', { kind: 'literal', value: 'a "b" \\ \n \\d' }],
    ["'it}} is %}'", { kind: 'literal', value: 'it}} is %}' }],
    ['12.50', { kind: 'literal', value: 12.5 }],
    ['true', { kind: 'literal', value: true }],
    ['undefined', { kind: 'literal', value: null }],
    ['@last', { kind: 'loop', name: 'last' }],
    ['[]', { kind: 'list', items: [] }],
  ])('%s', (source, expected) => {
    expect(astOf(`{{ ${source} }}`)).toMatchObject([{ kind: 'output', value: expected }])
  })
})

test('every node knows its line, column, offset and end', () => {
  const nodes = astOf('Hi\r\n  {{ profile.name }}\n{%#if a%}x{%/if%}')
  expect(nodes).toMatchObject([
    { kind: 'text', at: { line: 1, column: 1, offset: 0, end: 6 } },
    {
      kind: 'output',
      at: { line: 2, column: 3, offset: 6, end: 24 },
      value: { at: { line: 2, column: 6, offset: 9, end: 21 } },
    },
    { kind: 'text' },
    { kind: 'if', at: { line: 3, column: 1, offset: 25, end: 42 } },
  ])
})

group('blocks', () => {
  test('both spellings of a block are the same block, and either end closes it', () => {
    const shape = [{ kind: 'if', branches: [{ negated: false }, { negated: false }], otherwise: [{}] }]
    expect(astOf('{%#if a%}1{%else if b%}2{%else%}3{%/if%}')).toMatchObject(shape)
    expect(astOf('{{#if a}}1{{else if b}}2{{else}}3{{/if}}')).toMatchObject(shape)
    expect(astOf('{%#if a%}1{{else if b}}2{% else %}3{{/if}}')).toMatchObject(shape)
  })

  test('each takes an alias, an index alias and what to show for an empty list', () => {
    expect(astOf('{{#each context.items as |item i|}}a{{else}}b{{/each}}')).toMatchObject([
      { kind: 'each', alias: 'item', indexAlias: 'i', body: [{ value: 'a' }], otherwise: [{ value: 'b' }] },
    ])
  })

  test('a comment hides tags, a long one hides short ones', () => {
    expect(astOf('{{! a {% b }}{{!-- {{c}} --}}')).toMatchObject([
      { kind: 'comment', value: ' a {% b ', dashed: false },
      { kind: 'comment', value: ' {{c}} ', dashed: true },
    ])
  })

  test('braces that open no tag are text', () => {
    expect(astOf('a{color:red} { { } } 100%} }} {')).toMatchObject([{ kind: 'text' }])
    expect(astOf('{{%= 1 %}}')).toMatchObject([{ value: '{' }, { kind: 'output' }, { value: '}' }])
  })
})

group('what is wrong is told with its place', () => {
  test.each([
    ['{{ profile. }}', 'unexpected-end', '1:12+0', { expected: 'a name' }],
    ['{{}}', 'empty-tag', '1:1+4', {}],
    ['a\nbc {{ x', 'unclosed-tag', '2:4+2', { open: '{{', close: '}}' }],
    ['{{ a } {{ b }}', 'unclosed-tag', '1:1+2', {}],
    ['{{{ a }}', 'unclosed-tag', '1:1+3', { close: '}}}' }],
    ['{%= "a %}', 'unclosed-string', '1:5+3', {}],
    ['{{ a b }}', 'unexpected-token', '1:6+1', { found: 'b' }],
    ['{{ a + }}', 'unexpected-end', '1:7+0', { expected: 'a value' }],
    ['{{ (a }}', 'unexpected-end', '1:6+0', { expected: '")"' }],
    ['{{ profile.0 }}', 'quoted-segment-needed', '1:12+1', { name: '0' }],
    ['{{ profile.2nd }}', 'quoted-segment-needed', '1:12+3', { name: '2nd' }],
    ['{{ a[b] }}', 'expected-token', '1:6+1', { found: 'b' }],
    ['{{ 1234567890123456 }}', 'number-too-long', '1:4+16', {}],
    ['{%= uperCase(a) %}', 'unknown-function', '1:5+8', { name: 'uperCase', suggestion: 'upperCase' }],
    ['{%= constructor(a) %}', 'unknown-function', '1:5+11', { name: 'constructor' }],
    ['{%= trim() %}', 'wrong-arguments', '1:5+6', { expected: '1', given: 0 }],
    ['{%= round(1,2,3) %}', 'wrong-arguments', '1:5+12', { expected: '1 to 2', given: 3 }],
    ['{{ @indx }}', 'unknown-loop-variable', '1:4+5', { suggestion: 'index' }],
    ['{%#iff a%}{%/iff%}', 'unknown-tag', '1:4+3', { name: 'iff', suggestion: 'if' }],
    ['{% lte x = 1 %}', 'unknown-tag', '1:4+3', { name: 'lte', suggestion: 'let' }],
    ['{%elseif a%}', 'unknown-tag', '1:3+6', { suggestion: 'else if' }],
    ['{% let profile = 1 %}', 'reserved-name', '1:8+7', { name: 'profile' }],
    ['{{#each a as |this|}}{{/each}}', 'reserved-name', '1:15+4', {}],
    ['x\n{%#if a%}y', 'unclosed-block', '2:1+9', { tag: 'if' }],
    ['{{/each}}', 'unexpected-close', '1:1+9', { name: 'each' }],
    ['{%else%}', 'unexpected-else', '1:1+8', {}],
    ['{%#if a%}{%else%}{%else%}{%/if%}', 'unexpected-else', '1:18+8', {}],
    ['{{#each a}}{{else if b}}{{/each}}', 'unexpected-else', '1:12+13', {}],
    [`{{ ${'('.repeat(60)}1${')'.repeat(60)} }}`, 'too-deep', '1:54+1', { limit: 50 }],
    [`{{ ${'1+'.repeat(1000)}1 }}`, 'tag-too-long', '1:3+2003', { limit: 2000 }],
    ['{{#if a}}'.repeat(33) + '{{/if}}'.repeat(33), 'too-deep', '1:292+2', { limit: 32 }],
  ])('%s: %s', (source, code, at, params) => {
    expect(problemsOf(source)).toMatchObject([{ code, at, params }])
  })

  test('one mistake does not hide the next, and does not invent others', () => {
    const source = '{{#if }}{{ a b }}{{/if}}\n{{#each x as |y|}}{{#if z}}{{/each}}\n{%= nope() %}'
    expect(problemsOf(source).map(({ code, at }) => `${code} ${at}`)).toEqual([
      'unexpected-end 1:6+0',
      'unexpected-token 1:14+1',
      'unclosed-block 2:19+9',
      'unknown-function 3:5+4',
    ])
  })

  test('a source full of mistakes is answered with the first fifty', () => {
    expect(problemsOf('{{}}'.repeat(100))).toHaveLength(50)
  })

  test('each has an English sentence', () => {
    const parsed = parse('{%= lowercase(a) %}')
    expect(!parsed.ok && parsed.problems.map(describe)).toEqual([
      'Unknown function "lowercase". Did you mean "lowerCase"?',
    ])
  })
})

import { describe, expect, test } from 'vitest'
import { analyze } from './analyze.ts'
import { compile } from './compile.ts'
import { expandFragments, type FragmentSource, fieldNames, fragmentRefs } from './fragments.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'

const library = (sources: Record<string, string>): ReadonlyMap<string, FragmentSource> =>
  new Map(Object.entries(sources).map(([id, content]) => [id, { name: `The ${id}`, content }]))

const expanded = (source: string, sources: Record<string, string>): string => {
  const found = expandFragments(source, library(sources))
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.source
}

const rendered = (source: string, sources: Record<string, string>, scope: unknown = {}): string => {
  const compiled = compile(expanded(source, sources), { mode: 'html' })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.template.render(scope)
}

const problemsOf = (source: string, sources: Record<string, string>) => {
  const found = expandFragments(source, library(sources))
  return found.ok ? [] : found.problems
}

const ref = (id: string, fields = '') => `{{ fragment id="${id}"${fields} }}`

describe('a reference', () => {
  test('names a fragment and gives its fields values', () => {
    const source = `{{fragment id='ajo:f-1' name="Head" mode="inline" title="Hello" sub=profile.x ?: "a" \`or\`=1}}`
    const parsed = parse(source)
    expect(parsed).toMatchObject({
      ok: true,
      ast: {
        nodes: [
          {
            kind: 'fragment',
            id: 'f-1',
            name: 'Head',
            mode: 'inline',
            args: [
              { name: 'title', value: { kind: 'literal', value: 'Hello' } },
              { name: 'sub', value: { kind: 'binary', operator: '?:' } },
              { name: 'or', value: { kind: 'literal', value: 1 } },
            ],
          },
        ],
      },
    })
    expect(parsed.ok && print(parsed.ast)).toBe(
      '{{ fragment id="f-1" name="Head" mode="inline" title="Hello" sub=profile.x ?: "a" `or`=1 }}',
    )
  })

  test('is one only when something is given to it: `fragment` alone is a name', () => {
    expect(parse('{{#with profile as |fragment|}}{{fragment.id}}{{fragment = "x"}}{{/with}}').ok).toBe(true)
    expect(fragmentRefs('{{fragment}} {{{fragment id="x"}}} text id="x"')).toEqual([])
  })

  test.each([
    ['{{fragment name="x"}}', 'fragment-without-id', 1],
    ['{{fragment id=""}}', 'fragment-without-id', 1],
    ['{{fragment id=profile.x}}', 'expected-token', 15],
    ['{{fragment id="x" title=}}', 'unexpected-end', 25],
    ['{{fragment id="x" a=1 a=2}}', 'repeated-field', 23],
    ['{{fragment id="x" a}}', 'unexpected-end', 20],
  ])('%s is refused', (source, code, column) => {
    expect(parse(source)).toMatchObject({ ok: false, problems: [{ code, line: 1, column }] })
  })

  test('is found with its place, in a source that is broken elsewhere too', () => {
    expect(fragmentRefs(`{{#if\n${ref('a', ' name="A"')}{{ }} ${ref('b')}`)).toEqual([
      { id: 'a', name: 'A', at: expect.objectContaining({ line: 2, column: 1 }) as object },
      { id: 'b', at: expect.objectContaining({ line: 2, column: 37 }) as object },
    ])
  })

  test('must be expanded before compiling', () => {
    expect(compile(`{{#if profile.a}}${ref('a')}{{/if}}`, { mode: 'html' })).toMatchObject({
      ok: false,
      problems: [{ code: 'unexpanded-fragment', severity: 'error', column: 18 }],
    })
  })
})

describe('expansion', () => {
  test('puts a fragment without fields there as it is, and so on inside', () => {
    expect(expanded(`A${ref('a')}D`, { a: `B${ref('b')}`, b: '<p>{{profile.x}}</p>' })).toBe(
      'AB<p>{{profile.x}}</p>D',
    )
  })

  test('gives fields their values, which may be empty', () => {
    const title = '<h1>{{ field.title ?: "Dear" }} {{ field.who.name }}</h1>'
    const scope = { profile: { name: 'A&B' } }
    expect(rendered(ref('t', ' title="Hi" who=profile'), { t: title }, scope)).toBe('<h1>Hi A&amp;B</h1>')
    expect(rendered(ref('t'), { t: title }, scope)).toBe('<h1>Dear </h1>')
    expect(rendered(ref('t', ' title=profile.none'), { t: title }, scope)).toBe('<h1>Dear </h1>')
    expect(rendered(ref('t', ' other=1'), { t: 'bare' })).toBe('bare')
  })

  test('shows no fragment the fields of the fragment around it, unless given', () => {
    const b = '[{{ field.x ?: "none" }}]'
    expect(rendered(ref('a', ' x="1"'), { a: `${ref('b')}{{field.x}}`, b })).toBe('[none]1')
    expect(rendered(ref('a', ' x="1"'), { a: ref('b', ' x=field.x'), b })).toBe('[1]')
  })

  test('lets variables flow in and out, from top to bottom', () => {
    const a = '{{n}}{% let n = n + 1 %}{% let new = field.x %}'
    expect(rendered(`{% let n = 1 %}${ref('a', ' x="y"')}{{n}}{{new}}`, { a })).toBe('12y')
  })

  test('leaves names what they are around the reference, fields or none', () => {
    const a = '{{name}}{{this.name}}{{@index}}{{field.x}} '
    const source = `{{#each context.items}}${ref('a', ' x="-"')}{{/each}}`
    expect(rendered(source, { a }, { context: { items: [{ name: 'S' }, { name: 'M' }] } })).toBe('SS0- MM1- ')
  })

  test('drops the white space that the reference says', () => {
    const source = 'a \n{{~ fragment id="a" ~}} \n {{~fragment id="a"}} b {{ fragment id="a" ~}}\n'
    expect(expanded(source, { a: ' x ' })).toBe('a x  x  b  x ')
  })

  test('takes texts and expressions as they are meant', () => {
    const fields = ` a='say "hi" \\\\ \\n' b=(1 + 2) * (3) c=["x", "y"]`
    expect(rendered(ref('a', fields), { a: '{{{field.a}}}{{field.b}}{{field.c}}' })).toBe(
      'say "hi" \\ \n9x, y',
    )
  })
})

describe('the name `field`', () => {
  test('belongs to fragments', () => {
    for (const source of ['{% let field = 1 %}', '{{#with profile as |field|}}{{/with}}']) {
      expect(parse(source)).toMatchObject({ ok: false, problems: [{ code: 'reserved-name' }] })
    }
  })

  test('is what an expanded source binds, and that source prints as it reads', () => {
    const source = expanded(ref('a', ' x=profile.y'), { a: '{{ field.x }}' })
    expect(source).toBe('{{#with fields("x", profile.y) as |field|}}{{ field.x }}{{/with}}')
    const parsed = parse(source)
    expect(parsed.ok && print(parsed.ast)).toBe(source)
  })
})

describe('expansion refuses', () => {
  const nested = (depth: number): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: depth }, (_, i) => [`f${i + 1}`, i + 1 < depth ? ref(`f${i + 2}`) : 'x']),
    )

  test('what does not exist, at the place in the outermost source', () => {
    expect(problemsOf(`a\n ${ref('a')}`, { a: `x\n\n\n${ref('b', ' name="B"')}` })).toEqual([
      {
        code: 'unknown-fragment',
        severity: 'error',
        params: { name: 'B', id: 'b' },
        line: 2,
        column: 2,
        offset: 3,
        length: 21,
      },
    ])
  })

  test('a fragment that contains itself', () => {
    const found = problemsOf(`${ref('c')}${ref('a')}`, { a: ref('b'), b: ref('a'), c: 'x' })
    expect(found).toMatchObject([{ code: 'fragment-cycle', params: { name: 'The a' }, column: 22 }])
  })

  test('more than three levels', () => {
    expect(expanded(ref('f1'), nested(3))).toBe('x')
    expect(problemsOf(ref('f1'), nested(4))).toMatchObject([
      { code: 'fragment-too-deep', params: { limit: 3 } },
    ])
  })

  test('more than thirty references, those inside others included', () => {
    expect(expanded(ref('a').repeat(10), { a: ref('b').repeat(2), b: 'x' })).toBe('x'.repeat(20))
    const many = problemsOf(ref('a').repeat(10), { a: ref('b').repeat(3), b: 'x' })
    expect(many[0]).toMatchObject({ code: 'too-many-fragments', params: { limit: 30 } })
    expect(problemsOf(ref('a'), { a: ref('b').repeat(100), b: ref('c').repeat(100), c: 'x' })).toHaveLength(1)
  })

  test('a fragment that would break the text around it', () => {
    expect(problemsOf(`{{#if true}}${ref('a')}{{/if}}`, { a: 'x\n{{/if}}{{#if true}}' })).toMatchObject([
      { code: 'broken-fragment', params: { name: 'The a', line: 2, column: 1 }, column: 13 },
    ])
  })
})

describe('analysis', () => {
  const analysisOf = (source: string, inFragment = false) => {
    const parsed = parse(source)
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    return analyze(parsed.ast, { inFragment })
  }
  const codesOf = (source: string, inFragment = false) =>
    analysisOf(source, inFragment).problems.map(({ code }) => code)

  test('knows the fields of a fragment, and only there', () => {
    const source =
      '{{field.title}}{{#each field.items as |i|}}{{upperCase(field.`2nd` + i)}}{{/each}}{{field.title}}'
    expect(fieldNames(source)).toEqual(['title', 'items', '2nd'])
    expect(analysisOf(source, true)).toMatchObject({ fields: ['title', 'items', '2nd'], problems: [] })
    expect(codesOf('{{field.title}}')).toEqual(['unknown-namespace'])
    expect(fieldNames('{{#if field.title')).toEqual([])
  })

  test('lets a variable come from a fragment and go to one', () => {
    expect(codesOf(`{% let a = 1 %}${ref('a')}{{total}}`)).toEqual([])
    expect(codesOf(`{{total}}${ref('a')}`)).toEqual(['unknown-namespace'])
    expect(codesOf('{% let a = 1 %}{{total}}', true)).toEqual([])
    expect(codesOf('{{profil.a}}', true)).toEqual(['unknown-namespace'])
  })

  test('reads what fields are given, and of a given path what the fragment makes of it', () => {
    const source = expanded(ref('a', ' n=profile.points t=context.title u=profile.unused'), {
      a: '{{field.n * 2}}{{field.t.short ?: "x"}}',
    })
    expect(
      analysisOf(source).variables.map(({ namespace, path, type, hasDefault }) => [
        namespace,
        path.join('.'),
        type,
        hasDefault,
      ]),
    ).toEqual([
      ['profile', 'points', 'number', false],
      ['context', 'title', 'object', true],
      ['context', 'title.short', 'string', true],
    ])
    expect(analysisOf(ref('a', ' n=profile.points')).variables).toMatchObject([{ path: ['points'] }])
  })
})

import { Definition, EmailContent } from '@chappe/core/campaign/schema'
import { emptyDesign, newBlock, newSection, paragraphs } from '@chappe/core/design/new'
import { type Block, blockKinds, type EmailDesign, layouts, type RichNode } from '@chappe/core/design/schema'
import { compile } from '@chappe/core/template/compile'
import { expandFragments } from '@chappe/core/template/fragments'
import { tokenizeHtml } from '@chappe/core/template/html'
import { parse } from '@chappe/core/template/parse'
import { scan } from '@chappe/core/template/scan'
import { htmlToText } from '@chappe/core/template/text'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileDesign, compiledContent, compiledDefinition, compileFragmentDesign } from './designs.ts'

const place = { publicUrl: 'https://mail.example.com' }
const fragmentId = '01970000-0000-7000-8000-000000000001'

function designOf(...blocks: Block[]): EmailDesign {
  const section = newSection('1', ['s', 'c'])
  section.columns[0]!.blocks = blocks
  return { ...emptyDesign(), sections: [section] }
}
const chip = (expression: string, fallback = ''): RichNode => ({
  type: 'token',
  attrs: { expression, fallback },
})
const text = (...content: RichNode[]): Block => ({
  ...newBlock('text', 't'),
  text: { type: 'doc', content: [{ type: 'paragraph', content }] },
})
const says = (words: string): Block => ({ ...newBlock('text', 't'), text: paragraphs(words) })
const htmlOf = async (design: EmailDesign) => (await compileDesign(place, design)).html
async function rendered(design: EmailDesign, scope: object): Promise<string> {
  const compiled = compile(await htmlOf(design), { mode: 'html' })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.template.render(scope)
}
const opens = (html: string, name: string) =>
  tokenizeHtml(html).filter((token) => token.kind === 'open' && token.name === name).length

describe('the language comes through as it was written', () => {
  const expressions = [
    'profile.age < 3 and profile.age > 1',
    'context.a & context.b',
    'profile.name ?: "<b>\\"quoted\\"</b> & \'more\'"',
    'concat("&amp;", "</td>", "]]>", "<!--", "-->")',
    'replace(profile.name, "$&", "$1")',
    '"</mj-text></mj-column><mj-include path=\\"/etc/passwd\\" />"',
    '`order-number`.`1st`',
    'profile.name ?: "  two  spaces\\nand a line  "',
  ]
  test.each(expressions)('%s', async (expression) => {
    const tag = `{{ ${expression} }}`
    const button = { ...newBlock('button', 'b'), label: tag, href: `https://x.example/?q=${tag}` }
    const image = { ...newBlock('image', 'i'), src: `https://x.example/${tag}.png`, alt: tag, href: tag }
    const html = await htmlOf(
      designOf(text(chip(expression)), says(tag), button, image, {
        ...newBlock('html', 'h'),
        html: `<p title="${tag}">`,
      }),
    )
    const tags = scan(html).filter(({ kind }) => kind === 'tag')
    expect(tags.map(({ offset, end }) => html.slice(offset, end))).toEqual(Array(8).fill(tag))
  })

  test('and is rendered in its place', async () => {
    const design = designOf(text(chip('profile.x ?: "<none>"')), {
      ...newBlock('button', 'b'),
      label: 'Go',
      href: 'https://x.example/?a={{ urlEncode(profile.x) }}&b=1',
    })
    const html = await rendered(design, { profile: { x: '"<i>"&' } })
    expect(html).toContain('&quot;&lt;i&gt;&quot;&amp;</p>')
    expect(html).toContain('href="https://x.example/?a=%22%3Ci%3E%22%26&amp;b=1"')
    expect(await rendered(design, { profile: {} })).toContain('&lt;none&gt;</p>')
  })

  test('what the compiler could take for its own passes by it', async () => {
    const own =
      'chappe-slot-0-end $& $1 </mj-text><mj-section> <mj-raw> <![CDATA[ x ]]> &copy; {{{ profile.x }}}'
    const html = await htmlOf(
      designOf(says(own), { ...newBlock('html', 'h'), html: '<p>$& chappe-slot-1-end &copy;</p>' }),
    )
    expect(html).toContain(
      'chappe-slot-0-end $&amp; $1 &lt;/mj-text&gt;&lt;mj-section&gt; &lt;mj-raw&gt; &lt;![CDATA[ x ]]&gt; &amp;copy; {{{ profile.x }}}',
    )
    expect(html).toContain('<p>$& chappe-slot-1-end &copy;</p>')
  })

  test('a raw block reads no file and brings no head', async () => {
    const html = await htmlOf(
      designOf({
        ...newBlock('html', 'h'),
        html: '<mj-include path="/etc/passwd"/><mj-head><mj-style>x</mj-style></mj-head><title>Other</title><body onload="x"><i>kept</i></body>',
      }),
    )
    expect(html).not.toMatch(/mj-include|mj-head|passwd|root:|Other|onload/)
    expect(html).toContain('<i>kept</i>')
    expect(opens(html, 'body')).toBe(1)
  })
})

describe('conditions', () => {
  const when = (condition: string, yes: Block[], no: Block[] = []): Block => ({
    id: 'if',
    kind: 'conditional',
    branches: [{ id: 'w', label: '', condition, blocks: yes }],
    otherwise: no,
  })

  test('a section is there for whom its condition is true', async () => {
    const design = designOf(says('always'))
    design.sections.push({
      ...newSection('1', ['s2', 'c2']),
      condition: 'profile.age >= 18 and profile.tier = "gold"',
    })
    const [, guarded] = design.sections
    if (guarded?.kind === 'section') guarded.columns[0]!.blocks.push(says('gold'))
    expect(await rendered(design, { profile: { age: 20, tier: 'gold' } })).toContain('gold</p>')
    const without = await rendered(design, { profile: { age: 17, tier: 'gold' } })
    expect(without).not.toContain('gold')
    expect(without).toContain('always')
  })

  test('branches are tried in order, inside each other too, and what is left is whole', async () => {
    const design = designOf(
      {
        id: 'if',
        kind: 'conditional',
        branches: [
          { id: 'a', label: '', condition: 'profile.n = 1', blocks: [says('one')] },
          {
            id: 'b',
            label: '',
            condition: 'profile.n < 5',
            blocks: [says('few'), when('profile.odd', [says('odd')])],
          },
        ],
        otherwise: [says('many')],
      },
      says('end'),
    )
    const read = async (profile: object) => htmlToText(await rendered(design, { profile }))
    expect(await read({ n: 1 })).toBe('one\n\nend')
    expect(await read({ n: 3, odd: true })).toBe('few\n\nodd\n\nend')
    expect(await read({ n: 3 })).toBe('few\n\nend')
    expect(await read({ n: 9 })).toBe('many\n\nend')
    for (const profile of [{ n: 1 }, { n: 3, odd: true }, { n: 9 }])
      expectBalanced(await rendered(design, { profile }))
  })

  test('a condition that is missing or wrong is found by whoever reads the content', async () => {
    for (const condition of ['', 'profile.', 'a %} b'])
      expect(parse(await htmlOf(designOf(when(condition, [says('x')])))).ok, condition).toBe(false)
  })
})

describe('fragments', () => {
  const foot = {
    ...newBlock('fragment', 'f'),
    fragmentId,
    name: 'Foot "1"',
    fields: { title: 'Hi {{ profile.name }}!' },
  }

  test('stand among the sections and in a column, with their fields', async () => {
    const design = designOf(says('a'), foot)
    design.sections.push(foot)
    const visual = designOf(text(chip('field.title', 'None')))
    const { html: content, remarks } = await compileFragmentDesign(place, visual)
    expect(remarks).toEqual([])
    expect(content).not.toMatch(/<html|<head|<body|<style|<title/)
    const expanded = expandFragments(await htmlOf(design), new Map([[fragmentId, { name: 'Foot', content }]]))
    if (!expanded.ok) throw new Error('not expanded')
    const compiled = compile(expanded.source, { mode: 'html' })
    if (!compiled.ok) throw new Error('not compiled')
    const page = compiled.template.render({ profile: { name: 'Ada' } })
    expect(page.match(/Hi Ada!/g)).toHaveLength(2)
    expectBalanced(page)
  })

  test('of any layout find in their host what makes them follow the width of the screen', async () => {
    const host = await htmlOf(designOf(says('x')))
    for (const layout of Object.keys(layouts) as (keyof typeof layouts)[]) {
      const section = newSection(layout, ['s'])
      for (const column of section.columns)
        column.blocks.push({ ...newBlock('image', 'i'), src: 'https://x.example/a.png', alt: 'A' })
      const { html } = await compileFragmentDesign(place, { ...emptyDesign(), sections: [section] })
      const classes = [...html.matchAll(/mj-[\w-]+/g)].map(([name]) => name)
      for (const name of new Set(classes)) expect(host, `${layout}: ${name}`).toContain(`.${name} {`)
    }
  })
})

test('the document says its language and title, and lays out with tables that are none to a screen reader', async () => {
  const design = designOf(says('x'))
  design.settings.language = 'fr"><script>'
  expect(await htmlOf(design)).toContain('<html lang="en"')
  design.settings.language = 'fr-CA'
  const content = EmailContent.parse({ subject: 'Café & "crème"', design })
  const { html } = await compiledContent(place, content)
  expect(html).toContain('<html lang="fr-CA"')
  expect(html).toContain('<title>Café &amp; &quot;crème&quot;</title>')
  expect(html).not.toMatch(/<table(?![^>]*role="presentation")/)
  const personal = await compiledContent(place, { ...content, subject: 'Hello {{profile.name}}' })
  expect(personal.html).toContain('<title>Message</title>')
})

test('dark mode has its colors for those who asked for it, and no trace where nobody chose any', async () => {
  const design = designOf(says('x'))
  expect(await htmlOf(design)).not.toMatch(/color-scheme|data-ogsc/)
  design.settings.dark = {
    background: '#000000',
    contentBackground: '#111111',
    textColor: '#eeeeee',
    linkColor: '#99bbff',
  }
  const html = await htmlOf(design)
  expect(html).toContain('<meta name="color-scheme" content="light dark">')
  expect(html).toMatch(/@media \(prefers-color-scheme: dark\) \{[^@]*#111111 !important/)
  expect(html).toContain('[data-ogsc] .c-text > div { color: #eeeeee !important; }')
})

test('nothing in it is fetched from elsewhere but what the author put there', async () => {
  const html = await htmlOf(
    designOf(...blockKinds.map((kind) => newBlock(kind, kind)), {
      ...newBlock('social', 'n'),
      links: [{ network: 'x', href: 'https://x.example' }],
    }),
  )
  const addresses = [...html.matchAll(/(?:src|url\(|@import|href)[="' (]+(https?:[^"' )]+)/g)].map(
    ([, url]) => url,
  )
  expect(addresses.sort()).toEqual(['https://mail.example.com/assets/social/x.png', 'https://x.example'])
})

test('content without a design stays as it is; every locale with one is compiled', async () => {
  const code = EmailContent.parse({ html: '<p>mine' })
  expect(await compiledContent(place, code)).toBe(code)
  const design = designOf(says('x'))
  const definition = Definition.parse({ content: code, translations: { fr: { design, html: 'old' } } })
  const compiled = await compiledDefinition(place, definition)
  expect(compiled.content.html).toBe('<p>mine')
  expect(compiled.translations.fr?.html).toContain('<!doctype html>')
})

test('a design of any shape compiles to HTML that closes what it opens', async () => {
  const leaf = fc
    .constantFrom(...blockKinds.filter((kind) => kind !== 'conditional'))
    .map((kind) => newBlock(kind, kind) as Block)
  const words = fc.constantFrom('x', '{{ profile.a }}', '<td>', '&', '{{ "', '}}', '{').map(says)
  const block = fc.oneof(
    leaf,
    words,
    fc.array(fc.oneof(leaf, words), { maxLength: 3 }).map(
      (blocks): Block => ({
        id: 'if',
        kind: 'conditional',
        branches: [{ id: 'w', label: '', condition: 'profile.a > "<"', blocks }],
        otherwise: blocks,
      }),
    ),
  )
  const section = fc
    .record({
      layout: fc.constantFrom(...(Object.keys(layouts) as (keyof typeof layouts)[])),
      blocks: fc.array(block, { maxLength: 3 }),
      columns: fc.integer({ min: 1, max: 4 }),
      keepOnPhone: fc.boolean(),
      condition: fc.constantFrom('', 'profile.b'),
    })
    .map(({ layout, blocks, columns, keepOnPhone, condition }) => ({
      ...newSection(layout, ['s']),
      keepOnPhone,
      condition,
      columns: Array.from({ length: columns }, (_, i) => ({ id: `c${i}`, blocks, background: null })),
    }))
  await fc.assert(
    fc.asyncProperty(fc.array(section, { maxLength: 3 }), async (sections) => {
      const html = await htmlOf({ ...emptyDesign(), sections })
      const parsed = parse(html)
      expect(parsed.ok ? [] : parsed.problems).toEqual([])
      const compiled = compile(html.replace(/\{\{ fragment [^}]*\}\}/g, ''), { mode: 'html' })
      if (compiled.ok) expectBalanced(compiled.template.render({ profile: { b: true } }))
    }),
    { numRuns: 40 },
  )
})

/** Every element of the layout is closed where it was opened, in what programs other than Outlook see. */
function expectBalanced(html: string): void {
  const open: string[] = []
  for (const token of tokenizeHtml(html)) {
    if (token.kind === 'open' && /^(table|tbody|tr|td|div|p|a|h\d)$/.test(token.name)) open.push(token.name)
    if (token.kind === 'close' && /^(table|tbody|tr|td|div|p|a|h\d)$/.test(token.name))
      expect(open.pop(), `</${token.name}>`).toBe(token.name)
  }
  expect(open).toEqual([])
}

import { EmailContent } from '@chappe/core/campaign/schema'
import { EmailDesign } from '@chappe/core/design/schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { translateContent, unitsOf } from './content.ts'
import { readJson, writeJson } from './json.ts'
import { fingerprint, keepsMarkup, piecesOf, textOf, type Unit } from './unit.ts'
import { readXliff, writeXliff } from './xliff.ts'

const contentOf = (given: Partial<EmailContent>): EmailContent => EmailContent.parse(given)
const texts = (given: Partial<EmailContent>) =>
  unitsOf(contentOf(given)).map((unit) => [unit.id, textOf(unit.pieces)])
const html = (source: string) => texts({ html: source }).map(([, text]) => text)

/** Writes targets into content by the text of their source. */
const translated = (content: EmailContent, of: Record<string, string>) =>
  translateContent(content, (unit) => {
    const text = of[textOf(unit.pieces)]
    return text === undefined ? undefined : piecesOf(unit, text)
  })

describe('the texts of HTML', () => {
  test.each([
    ['<p>Hello</p><p>World</p>', ['Hello', 'World']],
    ['<p>\n  Hello\n  you\n</p>', ['Hello you']],
    ['<p><b>Hello</b></p>', ['Hello']],
    ['<p>Hello <b>you</b>!</p>', ['Hello {{1}}you{{2}}!']],
    ['<p>Hi {{profile.name}}, {%= context.x %}</p>', ['Hi {{1}}, {{2}}']],
    ['<p>Hi {%#if profile.x%}dear{%/if%} you</p>', ['Hi', 'dear', 'you']],
    ['<p>A<br>B<br></p>', ['A{{1}}B']],
    ['<p>Fish &amp; chips&nbsp;!</p>', ['Fish & chips\u00a0!']],
    ['<img alt="A cat" src="x"><td title=\'Two\'>', ['A cat', 'Two']],
    ['<head><title>Order {{context.n}}</title><style>p{color:red}</style></head>', ['Order {{1}}']],
    ['<p>12 345</p><p>{{context.only}}</p><!-- note --><script>var x</script>', []],
    ['<p>Bye {{ fragment id="x" }} now</p>', ['Bye', 'now']],
    ['<a href="x">Go <b>now</a></b> then', ['Go', 'now', 'then']],
  ])('%s', (source, expected) => expect(html(source)).toEqual(expected))
})

test('a subject, a preheader and the paragraphs of a text are texts of their own', () => {
  expect(texts({ subject: 'Hello {{profile.x}}', preheader: '1', text: 'One\ntwo\n\nThree {{' })).toEqual([
    ['subject/0', 'Hello {{1}}'],
    ['text/0', 'One\ntwo'],
    ['text/1', 'Three'],
  ])
})

const design = EmailDesign.parse({
  version: 1,
  sections: [
    {
      id: 's',
      kind: 'section',
      layout: '1',
      columns: [
        {
          id: 'c',
          background: null,
          blocks: [
            {
              id: 't',
              kind: 'text',
              text: {
                type: 'doc',
                content: [
                  {
                    type: 'heading',
                    attrs: { level: 1 },
                    content: [{ type: 'text', text: 'Hello {{profile.x}}' }],
                  },
                  {
                    type: 'paragraph',
                    content: [
                      { type: 'text', text: 'Your ' },
                      { type: 'text', text: 'order', marks: [{ type: 'bold' }] },
                      { type: 'hardBreak' },
                      { type: 'token', attrs: { expression: 'context.n', fallback: '' } },
                    ],
                  },
                ],
              },
            },
            { id: 'i', kind: 'image', src: 'x', alt: 'A cat' },
            {
              id: 'if',
              kind: 'conditional',
              branches: [
                { id: 'b', condition: 'profile.x', blocks: [{ id: 'k', kind: 'button', label: 'Buy' }] },
              ],
              otherwise: [{ id: 'h', kind: 'html', html: '<p>Raw</p>' }],
            },
          ],
        },
      ],
    },
  ],
})

test('a design is translated block by block; its HTML is not', () => {
  const content = contentOf({ html: '<p>compiled</p>', design })
  expect(texts(content)).toEqual([
    ['design/t/0', 'Hello {{1}}'],
    ['design/t/1', 'Your {{1}}order{{2}}{{3}}{{4}}'],
    ['design/i/alt/0', 'A cat'],
    ['design/k/label/0', 'Buy'],
    ['design/h/0', 'Raw'],
  ])
  const french = translated(content, {
    'Hello {{1}}': '{{1}}, bonjour',
    'Your {{1}}order{{2}}{{3}}{{4}}': 'Votre {{1}}commande{{2}} {{4}}{{3}}',
    Buy: 'Acheter {{',
    Raw: '<Brut>',
  })
  const {
    design: {
      sections: [section],
    } = {} as EmailDesign,
  } = french as { design: EmailDesign }
  const { blocks } = (section as Extract<typeof section, { kind: 'section' }>).columns[0]!
  expect(blocks[0]).toMatchObject({
    text: {
      content: [
        { content: [{ type: 'text', text: '{{profile.x}}, bonjour' }] },
        {
          content: [
            { type: 'text', text: 'Votre ' },
            { type: 'text', text: 'commande', marks: [{ type: 'bold' }] },
            { type: 'text', text: ' ' },
            { type: 'token', attrs: { expression: 'context.n' } },
            { type: 'hardBreak' },
          ],
        },
      ],
    },
  })
  expect(blocks[2]).toMatchObject({
    branches: [{ blocks: [{ label: 'Acheter {{ "{" }}{' }] }],
    otherwise: [{ html: '<p>&lt;Brut&gt;</p>' }],
  })
})

test('what translators write is text: it makes neither markup nor tags', () => {
  const content = contentOf({ subject: 'Hi {{profile.x}}', html: '<img alt="Cat"><p>Hi <b>you</b>{{x}}</p>' })
  const given = translated(content, {
    'Hi {{1}}': '{{1}} {{secret}} {% let a = 1 %} {',
    Cat: '"><script>',
    'Hi {{1}}you{{2}}{{3}}': '<i>& {{1}}to{{2}}{{{3}}',
  })
  expect(given.subject).toBe('{{profile.x}} {{ "{" }}{secret}} {{ "{" }}% let a = 1 %} {')
  expect(given.html).toBe('<img alt="&quot;&gt;&lt;script&gt;"><p>&lt;i&gt;&amp; <b>to</b>&#123;{{x}}</p>')
})

describe('the markup around words', () => {
  const [unit] = unitsOf(contentOf({ html: '<p>a <b>b <i>c</i></b> {{d}}<br>e</p>' })) as [Unit]
  const keeps = (text: string) => keepsMarkup(unit, piecesOf(unit, text))
  test.each([
    ['{{1}}b {{2}}c{{3}}{{4}} {{5}}{{6}}', true],
    ['{{6}}{{2}}c{{3}}{{1}}b{{4}}', true],
    ['{{1}}{{2}}b{{4}}{{3}} {{6}}', false],
    ['{{1}}{{2}}b{{3}} {{6}}', false],
    ['{{1}}{{2}}{{3}}{{4}}', false],
    ['{{1}}{{1}}{{2}}{{3}}{{4}}{{6}}', false],
    ['no markup', false],
  ])('%s: %s', (text, whole) => expect(keeps(text)).toBe(whole))
})

const pieces = [
  '<p>',
  '</p>',
  '<b>',
  '</b>',
  '<br>',
  '<a href="x?a&amp;b">',
  '</a>',
  '<td title="T {{x}}">',
  '<img alt="&eacute; x">',
  '{{profile.name}}',
  '{{{raw}}}',
  '{%= x %}',
  '{%#if x%}',
  '{%else%}',
  '{%/if%}',
  '{{#each context.l as |i|}}',
  '{{/each}}',
  '{{',
  '{',
  '%}',
  '&nbsp;',
  '&amp;',
  'words here',
  ' ',
  '\n\n',
  '\r\n \r\n',
  'É',
  '“',
  '<!-- c -->',
  '<title>T</title>',
  '<style>s{}</style>',
]
const source = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 20 })
  .map((all) => all.join(''))
const anyContent = fc
  .record({ subject: source, preheader: source, html: source, text: source })
  .map((parts) => ({ ...parts, design: null }))

/** As the use case does it, with what is there as targets. */
function throughFile(content: EmailContent, format: 'json' | 'xliff'): EmailContent {
  const units = unitsOf(content).map((unit) => ({
    id: `${unit.id}~${fingerprint(unit)}`,
    unit,
    target: unit.pieces,
  }))
  const [write, read] = format === 'json' ? [writeJson, readJson] : [writeXliff, readXliff]
  const { targets } = read(write({ campaignId: 'x', source: 'en', target: 'fr', units }))
  const texts = new Map(targets.map(({ id, text }) => [id, text]))
  return translateContent(content, (unit) => piecesOf(unit, texts.get(`${unit.id}~${fingerprint(unit)}`)!))
}

test.each(['json', 'xliff'] as const)(
  'unchanged texts come back from %s as they were, octet for octet',
  (format) => {
    fc.assert(
      fc.property(anyContent, (content) => {
        expect(throughFile(content, format)).toEqual(content)
      }),
      { numRuns: 300 },
    )
    const content = contentOf({ subject: 'a\tb "x" & <y> ]]>', html: '<p>x</p>', design })
    expect(throughFile(content, format)).toEqual(content)
  },
)

test('a translation leaves the tags and the shape of the content alone', () => {
  fc.assert(
    fc.property(anyContent, fc.string(), (content, words) => {
      const unitIds = unitsOf(content).map(({ id }) => id)
      const upper = translateContent(content, (unit) =>
        unit.pieces.map((piece) => (typeof piece === 'string' ? `Xyz ${words} ` : piece)),
      )
      const codes = (one: EmailContent) =>
        unitsOf(one).flatMap(({ pieces }) => pieces.flatMap((p) => (typeof p === 'string' ? [] : [p.code])))
      const own = (code: string) => code !== '{{ "{" }}'
      if (!/[\r\n]/.test(words)) expect(unitsOf(upper).map(({ id }) => id)).toEqual(unitIds)
      expect(codes(upper).filter(own)).toEqual(codes(content).filter(own))
    }),
  )
})

describe('an XLIFF file', () => {
  const file = (target: string) =>
    `<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file target-language="fr"><body><group><trans-unit id="subject/0~x"><source>Hi</source><target>${target}</target><alt-trans><target>no</target></alt-trans></trans-unit></group></body></file></xliff>`
  const target = (text: string) => readXliff(file(text)).targets[0]!.text

  test('may come back with what tools add', () => {
    expect(target('<mrk mtype="seg" mid="0">Salut <x id="1"/></mrk> <g id="9">toi</g>')).toBe(
      'Salut {{1}} toi',
    )
    expect(target('a &amp; b &#233;&#xE9; <![CDATA[<c> &amp;]]>')).toBe('a & b éé <c> &amp;')
    expect(readXliff(file('x')).target).toBe('fr')
  })

  test('can neither declare entities nor bring what no text holds', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${file('&b;')}`
    expect(() => readXliff(bomb)).toThrow('entities')
    expect(target('a&#0;b&#xD800;c&unknown;')).toBe('ab\ufffdc&unknown;')
  })

  test.each([
    ['<xliff', /XML|XLIFF/],
    ['<html></html>', /not XLIFF/],
    ['<xliff version="2.1"></xliff>', /1\.2/],
    ['', /XLIFF|XML/],
  ])('%s is refused with a reason', (text, why) => expect(() => readXliff(text)).toThrow(why))

  test('of any kind is read or refused', () => {
    const part = fc.constantFrom(
      '<xliff version="1.2">',
      '</xliff>',
      '<trans-unit id="a">',
      '<target>',
      '</target>',
      '</trans-unit>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '&#x110000;',
      '<x id="1"/>',
      'é',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string())), (parts) => {
        try {
          readXliff(parts.join(''))
        } catch (error) {
          expect((error as Error).constructor.name).toBe('UnreadableTranslation')
        }
      }),
    )
  })
})

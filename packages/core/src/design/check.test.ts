import { describe, expect, test } from 'vitest'
import { addressProblem, safeAddress } from './address.ts'
import { checkDesign } from './check.ts'
import { contrast, neededContrast } from './contrast.ts'
import { emptyDesign, newBlock, newSection, paragraphs } from './new.ts'
import { type Block, blockKinds, EmailDesign, layouts, type RichNode } from './schema.ts'
import { everyBlock } from './walk.ts'

function designOf(...blocks: Block[]): EmailDesign {
  const section = newSection('1', ['s', 'c'])
  section.columns[0]!.blocks = blocks
  return { ...emptyDesign(), sections: [section] }
}
const found = (design: EmailDesign, html?: string) =>
  checkDesign(design, html).map(({ code, level, at }) => `${level} ${code} ${at}`)

const image = { ...newBlock('image', 'i'), src: 'https://x.example/a.png', alt: 'A' }
const button = { ...newBlock('button', 'b'), label: 'Go', href: 'https://x.example' }
const linked = (href: string): RichNode => ({
  type: 'doc',
  content: [
    { type: 'paragraph', content: [{ type: 'text', text: 'a', marks: [{ type: 'link', attrs: { href } }] }] },
  ],
})

describe('what the check finds in a block', () => {
  test.each<[string, Block, string[]]>([
    ['an image', image, []],
    ['an image without file', { ...image, src: '' }, ['error image-without-source i']],
    ['an image without text', { ...image, alt: ' ' }, ['warning image-without-alt i']],
    ['a decoration', { ...image, alt: '', decorative: true }, []],
    [
      'an image that is fetched openly',
      { ...image, src: 'http://x.example/a.png' },
      ['warning insecure-image i'],
    ],
    ['an image at no address', { ...image, src: 'a.png' }, ['error invalid-address i']],
    ['an image whose address is personal', { ...image, src: '{{context.picture}}' }, []],
    ['an image that leads nowhere real', { ...image, href: 'x.example' }, ['error invalid-address i']],
    ['a button', button, []],
    ['a button that says nothing', { ...button, label: '' }, ['error button-without-label b']],
    ['a button that leads nowhere', { ...button, href: '' }, ['error link-without-address b']],
    ['a button that runs something', { ...button, href: 'javascript:x' }, ['error invalid-address b']],
    ['a pale button', { ...button, background: '#ffff00' }, ['warning low-contrast b']],
    ['a link', { ...newBlock('text', 't'), text: linked('mailto:a@b.example') }, []],
    [
      'a link without address',
      { ...newBlock('text', 't'), text: linked('') },
      ['error link-without-address t'],
    ],
    [
      'an icon without address',
      { ...newBlock('social', 'n'), links: [{ network: 'x', href: '' }] },
      ['error link-without-address n'],
    ],
  ])('%s', (_, block, expected) => {
    expect(found(designOf(block))).toEqual(expected)
    const inside = newBlock('conditional', 'if')
    inside.otherwise.push(block)
    expect(found(designOf(inside))).toEqual(expected)
  })
})

test('an empty design, wrong columns and a heavy result are told', () => {
  expect(found(emptyDesign())).toEqual(['error empty-design null'])
  const design = designOf()
  design.sections[0] = { ...newSection('1', ['s', 'c']), layout: '1-1' }
  expect(checkDesign(design)).toMatchObject([{ code: 'columns-mismatch', params: { columns: 1, layout: 2 } }])
  expect(found(designOf(button), 'é'.repeat(60_000))).toEqual(['warning html-heavy null'])
})

describe('contrast', () => {
  test.each([
    ['#000000', '#ffffff', 21],
    ['#777777', '#ffffff', 4.48],
    ['#FF0000', '#ffffff', 4],
    ['#123456', '#123456', 1],
  ])('%s on %s is %d', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 1)
    expect(contrast(other, one)).toBe(contrast(one, other))
  })

  test('large text needs less', () => {
    expect(neededContrast({ fontSize: 16, bold: false })).toBe(4.5)
    expect(neededContrast({ fontSize: 24, bold: false })).toBe(3)
    expect(neededContrast({ fontSize: 18, bold: true })).toBe(4.5)
    expect(neededContrast({ fontSize: 19, bold: true })).toBe(3)
  })

  const dark = {
    background: '#000000',
    contentBackground: '#111111',
    textColor: '#eeeeee',
    linkColor: '#99bbff',
  }
  const text = { ...newBlock('text', 't'), text: paragraphs('Hello') }
  const modes = (design: EmailDesign) =>
    checkDesign(design).map(({ params }) => `${params.mode} ${params.foreground} ${params.background}`)
  const inDark = (block: Block, more: object = {}) => {
    const design = designOf(block)
    design.settings.dark = dark
    Object.assign(design.sections[0]!, more)
    return modes(design)
  }

  test('a color of its own stays in dark mode, and may not be seen there', () => {
    expect(inDark(text)).toEqual([])
    expect(inDark({ ...text, color: '#333333' })).toEqual(['dark #333333 #111111'])
    expect(inDark({ ...text, color: '#333333', background: '#ffffff' })).toEqual([])
    expect(inDark({ ...text, color: '#333333' }, { background: '#eeeeee' })).toEqual([])
  })

  test('a section on the ground of the page follows the page', () => {
    expect(inDark({ ...text, color: '#555555' }, { background: '#F3F3F3' })).toEqual(['dark #555555 #000000'])
  })

  test('what nothing stands on is not told', () => {
    expect(modes(designOf({ ...text, text: paragraphs(''), color: '#ffffff' }))).toEqual([])
    expect(modes(designOf({ ...text, color: '#ffffff' }))).toEqual(['light #ffffff #ffffff'])
  })
})

test.each([
  ['https://x.example', 'link', null],
  [' https://x.example ', 'link', null],
  ['mailto:a@b.example', 'link', null],
  ['tel:+33123', 'link', null],
  ['#top', 'link', null],
  ['#top', 'image', 'invalid'],
  ['{{context.url}}', 'link', null],
  ['{{! x }}{{context.url}}', 'link', null],
  ['https://{{context.host}}/x', 'link', null],
  ['http://', 'link', 'invalid'],
  ['www.example.com', 'link', 'invalid'],
  ['data:text/html,x', 'link', 'invalid'],
  [' javascript:x', 'link', 'invalid'],
  ['', 'link', 'empty'],
  ['http://x.example/a.png', 'image', 'insecure'],
] as const)('the address %j of a %s: %s', (address, kind, problem) => {
  expect(addressProblem(address, kind)).toBe(problem)
  const isSafe = problem === null || problem === 'insecure'
  expect(safeAddress(address, kind)).toBe(isSafe ? address.trim() : '')
})

test('everything new is what the schema takes', () => {
  for (const kind of blockKinds)
    expect(EmailDesign.safeParse(designOf(newBlock(kind, 'b'))).success, kind).toBe(true)
  for (const layout of Object.keys(layouts) as (keyof typeof layouts)[]) {
    const section = newSection(layout, ['s', 'a', 'b'])
    expect(section.columns).toHaveLength(layouts[layout].length)
    expect(EmailDesign.safeParse({ ...emptyDesign(), sections: [section] }).success).toBe(true)
  }
})

test('the walk meets every block, conditional ones before what is in them', () => {
  const fragment = { ...newBlock('fragment', 'f'), fragmentId: '01970000-0000-7000-8000-000000000001' }
  const inner = newBlock('conditional', 'inner')
  inner.branches[0]!.blocks.push({ ...fragment, id: 'g' })
  const outer = newBlock('conditional', 'outer')
  outer.branches[0]!.blocks.push(inner)
  outer.otherwise.push(newBlock('spacer', 'z'))
  const design = designOf(outer, newBlock('divider', 'd'))
  design.sections.unshift(fragment)
  const met = [...everyBlock(design)].map(({ block, depth }) => `${block.id} ${depth}`)
  expect(met).toEqual(['f 0', 'outer 0', 'inner 1', 'g 2', 'z 1', 'd 0'])
})

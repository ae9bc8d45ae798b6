import { safeAddress } from './address.ts'
import { groundOf, type Settings } from './colors.ts'
import { blockHtml } from './html-block.ts'
import type { Block, BlockKind, Section } from './schema.ts'
import type { Slots } from './slots.ts'
import { conditionTag, endIfTag, escapeAround, fragmentTag, otherwiseTag } from './tags.ts'
import { richHtml } from './text.ts'

/** What a block needs to know of the design around it. */
export interface Surroundings {
  readonly settings: Settings
  readonly slots: Slots
  readonly icons: string
  readonly section: Section
  readonly column: number
}

export const blocksMjml = (blocks: readonly Block[], around: Surroundings): string =>
  blocks.map((block) => (markup[block.kind] as Markup<Block>)(block, around)).join('')

type Markup<B extends Block> = (block: B, around: Surroundings) => string

const markup: { readonly [K in BlockKind]: Markup<Extract<Block, { kind: K }>> } = {
  text(block, { settings, slots, section, column }) {
    const { ground } = groundOf(settings, section, column, block)
    const html = richHtml(block.text, { fontSize: block.fontSize, linkColor: settings.linkColor })
    const follows = ground ? ` css-class="${block.color === null ? 'c-text c-link' : 'c-link'}"` : ''
    return element('mj-text', slots.keep(html), [
      padded(block.padding),
      `font-size="${block.fontSize}px"`,
      `line-height="${block.lineHeight / 100}"`,
      `color="${block.color ?? settings.textColor}"`,
      block.background === null ? '' : `container-background-color="${block.background}"`,
      follows.trim(),
    ])
  },

  image(block, { slots, section }) {
    const src = safeAddress(block.src, 'image')
    if (src === '') return ''
    const href = safeAddress(block.href, 'link')
    const grows = block.width === null && section.layout !== '1' && !section.keepOnPhone
    return element('mj-image', '', [
      padded(block.padding),
      `src="${slots.keep(escapeAround(src))}"`,
      `alt="${slots.keep(escapeAround(block.decorative ? '' : block.alt))}"`,
      href === '' ? '' : `href="${slots.keep(escapeAround(href))}"`,
      block.width ? `width="${block.width}px"` : '',
      `align="${block.align}"`,
      block.borderRadius > 0 ? `border-radius="${block.borderRadius}px"` : '',
      grows ? 'fluid-on-mobile="true"' : '',
    ])
  },

  button(block, { slots }) {
    const href = safeAddress(block.href, 'link')
    return element('mj-button', slots.keep(escapeAround(block.label)), [
      padded(block.padding),
      href === '' ? '' : `href="${slots.keep(escapeAround(href))}"`,
      `background-color="${block.background}"`,
      `color="${block.color}"`,
      `font-size="${block.fontSize}px"`,
      'font-weight="bold"',
      `border-radius="${block.borderRadius}px"`,
      'inner-padding="13px 26px"',
      `align="${block.align}"`,
      block.fullWidth ? 'width="100%"' : '',
    ])
  },

  divider: (block) =>
    element('mj-divider', '', [
      padded(block.padding),
      `border-color="${block.color}"`,
      `border-width="${block.thickness}px"`,
    ]),

  spacer: (block) => element('mj-spacer', '', [`height="${block.height}px"`]),

  social(block, { slots, icons }) {
    const links = block.links.flatMap(({ network, href }) => {
      const address = safeAddress(href, 'link')
      if (address === '') return []
      return element('mj-social-element', '', [
        `src="${slots.keep(escapeAround(`${icons}/${network}.png`))}"`,
        `alt="${networkNames[network]}"`,
        `href="${slots.keep(escapeAround(address))}"`,
        'padding="4px 6px"',
        `border-radius="${Math.ceil(block.iconSize / 2)}px"`,
      ])
    })
    if (links.length === 0) return ''
    return element('mj-social', links.join(''), [
      padded(block.padding),
      'mode="horizontal"',
      `icon-size="${block.iconSize}px"`,
      `align="${block.align}"`,
    ])
  },

  html: (block, around) => foreign(blockHtml(block.html), around),

  fragment: (block, around) => foreign(fragmentTag(block), around),

  conditional(block, around) {
    const { slots } = around
    const branches = block.branches.map(
      ({ condition, blocks }, i) =>
        slots.raw(conditionTag(i === 0 ? '#if' : 'else if', condition)) + blocksMjml(blocks, around),
    )
    const otherwise =
      block.otherwise.length > 0 ? slots.raw(otherwiseTag) + blocksMjml(block.otherwise, around) : ''
    return branches.join('') + otherwise + slots.raw(endIfTag)
  },
}

const networkNames = {
  facebook: 'Facebook',
  instagram: 'Instagram',
  linkedin: 'LinkedIn',
  x: 'X',
  youtube: 'YouTube',
  tiktok: 'TikTok',
  pinterest: 'Pinterest',
  whatsapp: 'WhatsApp',
  website: 'Website',
} as const

/** Markup from elsewhere, in a cell of its own with the design's text style to begin with. */
function foreign(html: string, { settings, slots, section, column }: Surroundings): string {
  const { ground } = groundOf(settings, section, column)
  return element('mj-text', slots.keep(html), [
    'padding="0px"',
    'font-size="16px"',
    'line-height="1.5"',
    `color="${settings.textColor}"`,
    ground ? 'css-class="c-text c-link"' : '',
  ])
}

const padded = ({ top, right, bottom, left }: { top: number; right: number; bottom: number; left: number }) =>
  `padding="${top}px ${right}px ${bottom}px ${left}px"`

const element = (name: string, content: string, attributes: readonly string[]): string =>
  `<${name} ${attributes.filter((attribute) => attribute !== '').join(' ')}>${content}</${name}>`

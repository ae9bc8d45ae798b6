import { blocksMjml, type Surroundings } from './blocks.ts'
import { sectionGround } from './colors.ts'
import { headMjml } from './head.ts'
import type { EmailDesign, Section, SectionOrFragment } from './schema.ts'
import { layouts } from './schema.ts'
import { Slots } from './slots.ts'
import { conditionTag, endIfTag, escapeAround, fragmentTag } from './tags.ts'

export interface MjmlOptions {
  /** Title of the document: text. */
  readonly title?: string
  /** Address of the folder with the icons of social networks, `<network>.png`, without a slash at its end. */
  readonly icons: string
}

/** A design for the MJML compiler. */
export interface Mjml {
  readonly source: string
  /** Puts what was kept from the compiler into the HTML it made. */
  restore(html: string): string
  /** The part of that HTML which is the sections only, without the document around them. */
  restoreSections(html: string): string
}

/**
 * The design as MJML. Nothing that somebody wrote (texts, addresses, conditions, HTML) passes through the
 * compiler: a mark stands for it and `restore` puts it in, so neither can change the other.
 */
export function toMjml(design: EmailDesign, { title = 'Message', icons }: MjmlOptions): Mjml {
  const { settings } = design
  const slots = new Slots()
  const begin = slots.keep('')
  const end = slots.keep('')
  const sections = design.sections.map((section) => sectionMjml(section, { settings, slots, icons })).join('')
  const language = /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(settings.language) ? settings.language : 'en'
  const source = [
    `<mjml lang="${language}" dir="auto">`,
    headMjml(settings, slots.keep(escapeAround(title))),
    `<mj-body width="${settings.width}px" background-color="${settings.background}" css-class="c-body">`,
    `<mj-raw>${begin}</mj-raw>${sections}<mj-raw>${end}</mj-raw>`,
    '</mj-body></mjml>',
  ].join('')
  return {
    source,
    restore: (html) => slots.restore(html),
    restoreSections: (html) => slots.restore(html.slice(html.indexOf(begin), html.indexOf(end))).trim(),
  }
}

type Around = Omit<Surroundings, 'section' | 'column'>

function sectionMjml(section: SectionOrFragment, around: Around): string {
  const { slots } = around
  if (section.kind === 'fragment') return slots.raw(fragmentTag(section))
  const markup = oneSection(section, around)
  if (section.condition.trim() === '') return markup
  return slots.raw(conditionTag('#if', section.condition)) + markup + slots.raw(endIfTag)
}

function oneSection(section: Section, around: Around): string {
  const { settings } = around
  const { top, right, bottom, left } = section.padding
  const ground = sectionGround(settings, section)
  const attributes = [
    `background-color="${section.background ?? settings.contentBackground}"`,
    `padding="${top}px ${right}px ${bottom}px ${left}px"`,
    ground ? `css-class="c-${ground}"` : '',
  ]
  const columns = columnsOf(section).map((blocks, column) => {
    const background = section.columns[column]?.background
    const width = layouts[section.layout][column]!
    const look = `width="${width}%" vertical-align="top"${background ? ` background-color="${background}"` : ''}`
    return `<mj-column ${look}>${blocksMjml(blocks, { ...around, section, column })}</mj-column>`
  })
  const inside = section.keepOnPhone ? `<mj-group>${columns.join('')}</mj-group>` : columns.join('')
  return `<mj-section ${attributes.filter(Boolean).join(' ')}>${inside}</mj-section>`
}

/** As many columns as the layout has. What stands in columns too many goes to the end of the last one. */
function columnsOf({ layout, columns }: Section): Section['columns'][number]['blocks'][] {
  const widths = layouts[layout]
  return widths.map((_, i) =>
    i < widths.length - 1 ? (columns[i]?.blocks ?? []) : columns.slice(i).flatMap(({ blocks }) => blocks),
  )
}

import { designRemark } from './check-remark.ts'
import { groundOf, type Settings } from './colors.ts'
import { contrast, neededContrast } from './contrast.ts'
import type { DesignRemark, RichNode } from './schema.ts'
import { headingSize } from './text.ts'
import type { Place } from './walk.ts'

interface Ink {
  /** Null: the design's text color, which dark mode changes. */
  readonly color: string | null
  readonly link: boolean
  readonly fontSize: number
  readonly bold: boolean
}

/** Texts of a block that are hard to read on what they stand on: each pair of colors once, and per mode. */
export function contrastRemarks(settings: Settings, { block, section, column }: Place): DesignRemark[] {
  if (block.kind === 'button') {
    const ink = { color: block.color, link: false, fontSize: block.fontSize, bold: true }
    return told(block.id, 'light', block.color, block.background, neededContrast(ink))
  }
  if (block.kind !== 'text') return []
  const { color, ground } = groundOf(settings, section, column, block)
  const inks = [...inksOf(block.text, { color: null, link: false, fontSize: block.fontSize, bold: false })]
  const remarks = inks.flatMap((ink) => {
    const needed = neededContrast(ink)
    const given = ink.color ?? (ink.link ? null : block.color)
    const light = given ?? (ink.link ? settings.linkColor : settings.textColor)
    const found = told(block.id, 'light', light, color, needed)
    const { dark } = settings
    if (!dark || !ground) return found
    const inDark = given ?? (ink.link ? dark.linkColor : dark.textColor)
    const under = ground === 'page' ? dark.background : dark.contentBackground
    return [...found, ...told(block.id, 'dark', inDark, under, needed)]
  })
  const key = ({ params }: DesignRemark) => `${params.foreground} ${params.background} ${params.mode}`
  return [...new Map(remarks.map((remark) => [key(remark), remark])).values()]
}

function told(
  at: string,
  mode: 'light' | 'dark',
  foreground: string,
  background: string,
  needed: number,
): DesignRemark[] {
  const ratio = contrast(foreground, background)
  if (ratio >= needed) return []
  // Rounded down: a ratio just under what is needed must not be told as that.
  const params = { foreground, background, ratio: Math.floor(ratio * 100) / 100, needed, mode }
  return [designRemark('low-contrast', at, params)]
}

function* inksOf(node: RichNode, around: Ink): Generator<Ink> {
  if (node.type === 'text' || node.type === 'token') {
    const marks = node.marks ?? []
    const color = marks.find(({ type }) => type === 'color')?.attrs?.color ?? null
    const isColor = color !== null && /^#[0-9a-f]{6}$/i.test(color)
    yield {
      ...around,
      color: isColor ? color : null,
      link: marks.some(({ type }) => type === 'link'),
      bold: around.bold || marks.some(({ type }) => type === 'bold'),
    }
  }
  const inside: Ink =
    node.type === 'heading'
      ? { ...around, fontSize: headingSize(node.attrs?.level, around.fontSize), bold: true }
      : around
  for (const child of node.content ?? []) yield* inksOf(child, inside)
}

import { utf8Length } from '../campaign/readiness.ts'
import { campaignLimits } from '../campaign/schema.ts'
import { addressProblem } from './address.ts'
import { contrastRemarks } from './check-contrast.ts'
import { designRemark } from './check-remark.ts'
import { type DesignRemark, type EmailDesign, layouts } from './schema.ts'
import { everyNode } from './text.ts'
import { everyBlock, type Place } from './walk.ts'

/**
 * What is odd or missing in a design, in reading order: texts for images, addresses, contrast in light and
 * dark mode, and with `html`, what it compiles to, the size that mail programs cut at. Nothing is thrown.
 */
export function checkDesign(design: EmailDesign, html?: string): DesignRemark[] {
  const remarks: DesignRemark[] = []
  if (design.sections.length === 0) remarks.push(designRemark('empty-design', null))
  for (const section of design.sections) {
    if (section.kind !== 'section') continue
    const layout = layouts[section.layout].length
    const columns = section.columns.length
    if (columns !== layout) remarks.push(designRemark('columns-mismatch', section.id, { columns, layout }))
  }
  for (const place of everyBlock(design)) {
    remarks.push(...blockRemarks(place), ...contrastRemarks(design.settings, place))
  }
  const bytes = html === undefined ? 0 : utf8Length(html)
  const limit = campaignLimits.htmlWarning
  if (bytes > limit) remarks.push(designRemark('html-heavy', null, { bytes, limit }))
  return remarks
}

function blockRemarks({ block }: Place): DesignRemark[] {
  const { id } = block
  switch (block.kind) {
    case 'image': {
      const found: DesignRemark[] = []
      const problem = addressProblem(block.src, 'image')
      if (problem === 'empty') found.push(designRemark('image-without-source', id))
      if (problem === 'invalid') found.push(designRemark('invalid-address', id, { address: block.src }))
      if (problem === 'insecure') found.push(designRemark('insecure-image', id, { address: block.src }))
      if (problem !== 'empty' && !block.decorative && block.alt.trim() === '')
        found.push(designRemark('image-without-alt', id))
      return block.href.trim() === '' ? found : [...found, ...linkRemarks(id, block.href, 'image')]
    }
    case 'button':
      return [
        ...(block.label.trim() === '' ? [designRemark('button-without-label', id)] : []),
        ...linkRemarks(id, block.href, 'button'),
      ]
    case 'social':
      return block.links.flatMap(({ href }) => linkRemarks(id, href, 'icon'))
    case 'text': {
      const marks = [...everyNode(block.text)].flatMap((node) => node.marks ?? [])
      const hrefs = marks.filter(({ type }) => type === 'link').map(({ attrs }) => attrs?.href ?? '')
      return [...new Set(hrefs)].flatMap((href) => linkRemarks(id, href, 'link'))
    }
    default:
      return []
  }
}

function linkRemarks(id: string, address: string, what: string): DesignRemark[] {
  const problem = addressProblem(address, 'link')
  if (problem === 'empty') return [designRemark('link-without-address', id, { what })]
  return problem === 'invalid' ? [designRemark('invalid-address', id, { address })] : []
}

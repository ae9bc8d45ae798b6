import type { EmailContent } from '@chappe/core/campaign/schema'
import { translateDesign } from './design.ts'
import { translateHtml } from './html.ts'
import { translatePlain } from './plain.ts'
import { samePieces, type Translate, type Unit } from './unit.ts'

/** The content with its texts translated. The HTML of a design is made from the design when it is saved. */
export function translateContent(content: EmailContent, translate: Translate): EmailContent {
  const ask: Translate = (unit) => {
    const given = translate(unit)
    // What says the same is left as it was written, octet for octet.
    return given && !samePieces(unit.pieces, given) ? given : undefined
  }
  return {
    subject: translatePlain(content.subject, 'subject', ask),
    preheader: translatePlain(content.preheader, 'preheader', ask),
    html: content.design ? content.html : translateHtml(content.html, 'html', ask),
    text: translatePlain(content.text, 'text', ask),
    design: content.design && translateDesign(content.design, ask),
  }
}

/** Every text of the content, in order. */
export function unitsOf(content: EmailContent): Unit[] {
  const units: Unit[] = []
  translateContent(content, (unit) => {
    units.push(unit)
    return undefined
  })
  return units
}

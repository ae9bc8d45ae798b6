import type { ContentPart } from '@chappe/core/campaign/content'
import { analyze } from '@chappe/core/template/analyze'
import { compile } from '@chappe/core/template/compile'
import type { Mode } from '@chappe/core/template/escape'
import { expandFragments, type FragmentSource } from '@chappe/core/template/fragments'
import { parse } from '@chappe/core/template/parse'
import { sampleValues } from '@chappe/core/template/sample'
import { htmlToText } from '@chappe/core/template/text'
import { mergeVariables } from '@chappe/core/template/variables'

export type Parts = Readonly<Record<ContentPart, string>>

const modes: Record<ContentPart, Mode> = {
  subject: 'header',
  preheader: 'header',
  html: 'html',
  text: 'text',
}

/** What stands in place of a message's own links. */
const system = { unsubscribeUrl: '#', mirrorUrl: '#', preferencesUrl: '#', confirmUrl: '#' }

/**
 * Content as somebody would get it, with likely values for everything it asks for; by the same engine that makes
 * messages. A part that cannot be rendered stands as it is written.
 */
export function sampleOf(parts: Parts, fragments: ReadonlyMap<string, FragmentSource>): Parts {
  const text = parts.text.trim() === '' ? htmlToText(parts.html) : parts.text
  const whole = mapped({ ...parts, text }, (source) => {
    const expanded = expandFragments(source, fragments)
    return expanded.ok ? expanded.source : source
  })
  const variables = Object.values(whole).flatMap((source) => {
    const parsed = parse(source)
    return parsed.ok ? [analyze(parsed.ast).variables] : []
  })
  const scope = { ...sampleValues(mergeVariables(...variables)), system }
  return mapped(whole, (source, part) => rendered(source, modes[part], scope))
}

const mapped = (parts: Parts, change: (text: string, part: ContentPart) => string): Parts => ({
  subject: change(parts.subject, 'subject'),
  preheader: change(parts.preheader, 'preheader'),
  html: change(parts.html, 'html'),
  text: change(parts.text, 'text'),
})

function rendered(source: string, mode: Mode, scope: unknown): string {
  const compiled = compile(source, { mode })
  if (!compiled.ok) return source
  try {
    return compiled.template.render(scope)
  } catch {
    return source
  }
}

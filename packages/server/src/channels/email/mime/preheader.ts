export type Place = { readonly id: number; readonly offset: number }

// In the order of preference; a fragment without any of them takes it at its very start.
const anchors = [/<body\b/i, /<\/head\s*>/i, /<html\b/i, /<!doctype\b/i]

/**
 * Where the hidden preheader goes: right after the start tag of the body, even when that tag holds
 * dynamic attributes, so the place is a static's number and an offset in it.
 */
export function preheaderPlace(statics: readonly string[]): Place | undefined {
  for (const anchor of anchors)
    for (const [id, text] of statics.entries()) {
      const found = anchor.exec(text)
      if (found) return tagEnd(statics, id, found.index)
    }
  return statics.length > 0 ? { id: 0, offset: 0 } : undefined
}

function tagEnd(statics: readonly string[], from: number, start: number): Place | undefined {
  let quote = ''
  for (let id = from; id < statics.length; id++) {
    const text = statics[id]!
    for (let i = id === from ? start : 0; i < text.length; i++) {
      const char = text[i]!
      if (quote !== '') quote = char === quote ? '' : quote
      else if (char === '"' || char === "'") quote = char
      else if (char === '>') return { id, offset: i + 1 }
    }
  }
  return undefined
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** The element that mail programs read for the preview line and never show. */
export const preheaderElement = (text: string): string =>
  `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${text.replace(/[&<>"]/g, (c) => entities[c]!)}</div>`

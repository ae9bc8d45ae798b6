/** A name that a template may use, as completion offers it. */
export interface Word {
  readonly name: string
  readonly kind: 'profile' | 'context' | 'system' | 'function'
  /** Type of the value, or the arguments of a function. */
  readonly detail: string
}

export interface Offer {
  readonly label: string
  readonly kind: Word['kind'] | 'block'
  readonly detail: string
  /** What goes in, and where in it the cursor comes to stand. */
  readonly insert: string
  readonly cursor: number
  /** How many characters after the cursor go out. */
  readonly over: number
}

export interface Offers {
  /** Where the word that is being typed begins. */
  readonly from: number
  readonly offers: readonly Offer[]
}

const blocks = ['if', 'unless', 'each', 'with'] as const

/** The tag that is open at the end of this text, if any: where its inside begins and what closes it. */
export function openTag(before: string): { from: number; close: '}}' | '}}}' | '%}' } | undefined {
  for (const match of [...before.matchAll(/\{\{\{|\{\{|\{%|\}\}\}|\}\}|%\}/g)].reverse()) {
    const from = match.index + match[0].length
    if (match[0] === '{{') return { from, close: '}}' }
    if (match[0] === '{{{') return { from, close: '}}}' }
    if (match[0] === '{%') return { from, close: '%}' }
    return undefined
  }
  return undefined
}

/**
 * What may be written at the end of `before`: inside a tag the names that the template knows, after `#` the
 * blocks. Tags that are not closed in `after` are closed by the completion.
 */
export function offersAt(before: string, after: string, words: readonly Word[]): Offers | undefined {
  const tag = openTag(before)
  if (!tag) return undefined
  const inside = before.slice(tag.from)
  // Inside a text between quotes there is nothing to offer.
  if ((inside.match(/"/g)?.length ?? 0) % 2 === 1) return undefined
  const [typed] = inside.match(/[#\p{L}\p{N}_.`:-]*$/u) ?? ['']
  const closed = new RegExp(`^[^{]*?${tag.close}`).test(after)
  // What closes the tag right behind the cursor is written anew, so that the cursor ends up behind it.
  const over = after.match(new RegExp(`^\\s*${tag.close}`))?.[0].length ?? 0
  const end = closed && over === 0 ? '' : ` ${tag.close}`
  const lead = typed.length === inside.length && !typed.startsWith('#') && tag.close !== '%}' ? ' ' : ''
  const from = before.length - typed.length

  if (typed.startsWith('#') || (tag.close === '%}' && inside.trim() === '')) {
    return { from, offers: blocks.map((name) => blockOffer(name, tag.close, closed)) }
  }
  return {
    from,
    offers: words
      .filter(({ kind }) => kind !== 'function' || tag.close === '%}')
      .map((word) => wordOffer(word, lead, end, over)),
  }
}

function wordOffer({ name, kind, detail }: Word, lead: string, end: string, over: number): Offer {
  const call = kind === 'function' ? '()' : ''
  const insert = `${lead}${name}${call}${end}`
  const cursor = kind === 'function' ? lead.length + name.length + 1 : insert.length
  return { label: name, kind, detail, insert, cursor, over }
}

function blockOffer(name: (typeof blocks)[number], close: string, closed: boolean): Offer {
  const open = close === '%}' ? '{%' : '{{'
  const head = `#${name} `
  const insert = closed ? head : `${head}${close}${open}/${name}${close}`
  return { label: `#${name}`, kind: 'block', detail: '', insert, cursor: head.length, over: 0 }
}

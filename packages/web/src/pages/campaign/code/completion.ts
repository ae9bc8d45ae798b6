import { around, type Local } from './locals.ts'

/** A name that a template may use, as completion offers it. Inside lists, `[]` stands for each item. */
export interface Word {
  readonly name: string
  readonly kind: 'profile' | 'context' | 'system' | 'function'
  /** Type of the value, or the arguments of a function. */
  readonly detail: string
  /** How people call a profile attribute. */
  readonly label?: string | undefined
  /** The only values that it may have. */
  readonly options?: readonly string[] | undefined
  /** What a function does, or what an attribute is. */
  readonly about?: string | undefined
  /** A call of a function, and what it prints. */
  readonly example?: readonly [call: string, result: string]
}

export interface Offer {
  readonly label: string
  readonly kind: Word['kind'] | 'local' | 'block' | 'value'
  readonly detail: string
  readonly about?: string | undefined
  readonly example?: Word['example'] | undefined
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

type Close = '}}' | '}}}' | '%}'

/** The tag that is open at the end of this text, if any: where its inside begins and what closes it. */
export function openTag(before: string): { from: number; close: Close } | undefined {
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
 * What may be written at the end of `before`: inside a tag the names that the template knows there, after `#` and
 * at the beginning of a statement the blocks. Tags that are not closed in `after` are closed by the completion.
 * `earlier` is what stands before `before`.
 */
export function offersAt(
  before: string,
  after: string,
  words: readonly Word[],
  earlier = '',
): Offers | undefined {
  const tag = openTag(before)
  if (!tag) return undefined
  const inside = before.slice(tag.from)
  // Inside a text between quotes there is nothing to offer but the values of what it is compared with.
  if ((inside.match(/"/g)?.length ?? 0) % 2 === 1) return valuesAt(before, inside, after, words)
  const [typed] = inside.match(/[#/@\p{L}\p{N}_.`:-]*$/u) ?? ['']
  const closed = new RegExp(`^[^{]*?${tag.close}`).test(after)
  // What closes the tag right behind the cursor is written anew, so that the cursor ends up behind it.
  // A lone brace is the one that the editor put behind the first one of `{%`.
  const lone = tag.close === '%}' && !closed && /^\}(?!\})/.test(after) ? 1 : 0
  const over = after.match(new RegExp(`^\\s*${tag.close}`))?.[0].length ?? lone
  const end = closed && over === 0 ? '' : ` ${tag.close}`
  const lead = typed.length === inside.length && !/^[#/]/.test(typed) && tag.close !== '%}' ? ' ' : ''
  const from = before.length - typed.length
  const { locals, open } = around(earlier + before.slice(0, tag.from - tag.close.length))
  const isStatement = tag.close === '%}' && inside.trim() === typed

  const statements = [
    ...blocks(tag.close, closed, lone),
    ...(open.length > 0 ? endings(open, tag.close, over, closed) : []),
    ...(tag.close === '%}' ? [letOffer(tag.close, closed, lone)] : []),
  ]
  if (/^[#/]/.test(typed))
    return { from, offers: statements.filter(({ label }) => label.startsWith(typed[0]!)) }
  if (isStatement && !inside.startsWith('=')) return { from, offers: statements }
  const known = names(words, locals).map((word) => wordOffer(word, lead, end, over))
  const offers = known.filter(({ kind }) => kind !== 'function' || tag.close === '%}')
  const middle =
    open.length > 0 && typed.length === inside.trim().length ? statements.slice(blockNames.length) : []
  return { from, offers: [...offers, ...middle.filter(({ label }) => label.startsWith('else'))] }
}

/** The values that an attribute may have, inside the quotes of a text that it is compared with. */
function valuesAt(before: string, inside: string, after: string, words: readonly Word[]): Offers | undefined {
  const [, name, typed] = inside.match(/([\w.-]+)\s*[!=]?=\s*"([^"]*)$/) ?? []
  const options = words.find((word) => word.name === name)?.options
  if (!options || typed === undefined) return undefined
  const isClosed = after.startsWith('"')
  return {
    from: before.length - typed.length,
    offers: options
      .filter((option) => !/["\\]/.test(option))
      .map((option) => ({
        label: option,
        kind: 'value',
        detail: '',
        insert: `${option}"`,
        cursor: option.length + 1,
        over: isClosed ? 1 : 0,
      })),
  }
}

type Name = Omit<Word, 'kind'> & { kind: Offer['kind'] }

/** Local names first, with what is inside of them; of the others, those that are no part of a list's items. */
function names(words: readonly Word[], locals: readonly Local[]): Name[] {
  const inner = [...new Map(locals.map((local) => [local.name, local])).values()].reverse()
  const ofLocals = inner.flatMap(({ name, path }): Name[] => {
    const members = path === '' ? [] : words.filter((word) => word.name.startsWith(`${path}.`))
    const self = words.find((word) => word.name === path)
    return [
      { name, kind: 'local', detail: self?.detail ?? path },
      ...members
        .map((word) => ({ ...word, kind: 'local' as const, name: `${name}${word.name.slice(path.length)}` }))
        .filter((word) => !word.name.includes('[]')),
    ]
  })
  return [...ofLocals, ...words.filter(({ name }) => !name.includes('[]'))]
}

function wordOffer(word: Name, lead: string, end: string, over: number): Offer {
  const { name, kind, detail, about, example } = word
  const call = kind === 'function' ? '()' : ''
  const insert = `${lead}${name}${call}${end}`
  const cursor = kind === 'function' ? lead.length + name.length + 1 : insert.length
  return { label: name, kind, detail, about, example, insert, cursor, over }
}

const blockNames = ['if', 'unless', 'each', 'with'] as const

const blocks = (close: Close, closed: boolean, over: number): Offer[] =>
  blockNames.map((name) => {
    const open = close === '%}' ? '{%' : '{{'
    const head = `#${name} `
    const insert = closed ? head : `${head}${close}${open}/${name}${close}`
    return { ...plain(`#${name}`), insert, cursor: head.length, over }
  })

/** What continues or ends the block that is open. */
function endings(open: readonly string[], close: Close, over: number, closed: boolean): Offer[] {
  const tag = open.at(-1)!
  const end = closed && over === 0 ? '' : close
  const whole = (label: string): Offer => ({
    ...plain(label),
    insert: `${label}${end}`,
    cursor: label.length + end.length,
    over,
  })
  const again: Offer = { ...plain('else if'), insert: `else if ${end}`, cursor: 8, over }
  return [...(tag === 'if' ? [again] : []), whole('else'), whole(`/${tag}`)]
}

function letOffer(close: Close, closed: boolean, over: number): Offer {
  const insert = closed ? 'let  = ' : `let  =  ${close}`
  return { ...plain('let'), insert, cursor: 4, over }
}

const plain = (label: string): Offer => ({
  label,
  kind: 'block',
  detail: '',
  insert: label,
  cursor: label.length,
  over: 0,
})

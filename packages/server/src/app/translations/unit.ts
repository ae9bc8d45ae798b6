/** What stands in a text and is not translated: a value, or the markup around words. */
export interface Placeholder {
  /** A number that is unique in its unit. */
  readonly id: string
  /** As its author wrote it, for translators to see. */
  readonly code: string
  /** `open` and `close` stand around words; `alone` is a line end. Each of these is there exactly once. */
  readonly role: 'value' | 'open' | 'close' | 'alone'
  /** The `open` that a `close` ends. */
  readonly of?: string
  /** What a part keeps with it to be written again. */
  readonly kept?: unknown
}

export type Piece = string | Placeholder

/** A text to be translated. */
export interface Unit {
  /** Where it stands: `subject/0`, `html/12`, `design/<block>/1`. */
  readonly id: string
  readonly pieces: readonly Piece[]
}

/** Asked of every unit in order: what is to stand there, or undefined to leave it as it is. */
export type Translate = (unit: Unit) => readonly Piece[] | undefined

/** Part of a run of text: words, something that stays, or the end of the run. */
export type Atom =
  | {
      readonly kind: 'text'
      /** As it stands in the source; `read` makes of it what translators see. */
      readonly raw: string
      readonly read: (raw: string) => string
      readonly offset: number
      readonly end: number
    }
  | {
      readonly kind: 'code'
      readonly role: Placeholder['role']
      readonly code: string
      readonly offset: number
      readonly end: number
      /** Of markup: what closes what. */
      readonly name?: string
    }
  | { readonly kind: 'break' }

type Held = Exclude<Atom, { kind: 'break' }>

/** A unit, and the stretch of the source that it stands for. */
export interface Run {
  readonly pieces: readonly Piece[]
  readonly offset: number
  readonly end: number
}

/**
 * Cuts atoms into runs that hold words, without the space and the markup around all of their words. Markup that is
 * not closed in its run ends it: nobody could put it elsewhere.
 */
export function runsOf(atoms: readonly Atom[]): Run[] {
  const runs: Run[] = []
  let current: Held[] = []
  const flush = () => {
    for (const part of balanced(current)) {
      const run = runOf(withoutSurroundings(part))
      if (run) runs.push(run)
    }
    current = []
  }
  for (const atom of atoms) {
    if (atom.kind === 'break') flush()
    else current.push(atom)
  }
  flush()
  return runs
}

/** Parts at markup that has no partner in the run. */
function balanced(atoms: readonly Held[]): Held[][] {
  const open: number[] = []
  const single = new Set<number>()
  for (const [n, atom] of atoms.entries()) {
    if (atom.kind !== 'code') continue
    if (atom.role === 'open') open.push(n)
    if (atom.role !== 'close') continue
    const last = open.at(-1)
    if (last !== undefined && (atoms[last] as { name?: string }).name === atom.name) open.pop()
    else single.add(n)
  }
  for (const n of open) single.add(n)
  const parts: Held[][] = [[]]
  for (const [n, atom] of atoms.entries()) {
    if (single.has(n)) parts.push([])
    else parts.at(-1)!.push(atom)
  }
  return single.size > 0 ? parts.flatMap((part) => balanced(part)) : parts
}

function withoutSurroundings(atoms: readonly Held[]): readonly Held[] {
  let from = 0
  let to = atoms.length
  const isSpace = (atom: Held | undefined) => atom?.kind === 'text' && atom.raw.trim() === ''
  const isAlone = (atom: Held | undefined) => atom?.kind === 'code' && atom.role === 'alone'
  for (;;) {
    if (from < to && (isSpace(atoms[from]) || isAlone(atoms[from]))) from++
    else if (from < to && (isSpace(atoms[to - 1]) || isAlone(atoms[to - 1]))) to--
    else if (closesAll(atoms, from, to)) {
      from++
      to--
    } else return atoms.slice(from, to)
  }
}

/** Whether the first atom is markup that only the last one closes. */
function closesAll(atoms: readonly Held[], from: number, to: number): boolean {
  const [first, last] = [atoms[from], atoms[to - 1]]
  if (to - from < 2 || first?.kind !== 'code' || first.role !== 'open') return false
  if (last?.kind !== 'code' || last.role !== 'close') return false
  let depth = 0
  for (let n = from; n < to; n++) {
    const atom = atoms[n]!
    if (atom.kind !== 'code') continue
    if (atom.role === 'open') depth++
    if (atom.role === 'close' && --depth === 0) return n === to - 1
  }
  return false
}

function runOf(atoms: readonly Held[]): Run | undefined {
  if (!atoms.some((atom) => atom.kind === 'text' && /\p{L}/u.test(atom.read(atom.raw)))) return undefined
  const [first, last] = [atoms[0]!, atoms.at(-1)!]
  // Space at either end stays where it is: translators lose it.
  const before = first.kind === 'text' ? first.raw.length - first.raw.trimStart().length : 0
  const after = last.kind === 'text' ? last.raw.length - last.raw.trimEnd().length : 0
  const pieces: Piece[] = []
  const open: string[] = []
  let id = 0
  for (const atom of atoms) {
    if (atom.kind === 'text') {
      const from = atom === first ? before : 0
      const to = atom.raw.length - (atom === last ? after : 0)
      pieces.push(atom.read(atom.raw.slice(from, to)))
    } else {
      id++
      const { code, role } = atom
      const of = role === 'close' ? open.pop() : undefined
      if (role === 'open') open.push(String(id))
      pieces.push({ id: String(id), code, role, ...(of && { of }) })
    }
  }
  return { pieces, offset: first.offset + before, end: last.end - after }
}

/** Whether a translation keeps the markup of its unit whole: everything there, once, nested as it must be. */
export function keepsMarkup(unit: Unit, pieces: readonly Piece[]): boolean {
  const marks = (all: readonly Piece[]) =>
    all.filter((one): one is Placeholder => typeof one !== 'string' && one.role !== 'value')
  const [wanted, given] = [marks(unit.pieces), marks(pieces)]
  if (new Set(given.map(({ id }) => id)).size !== given.length || wanted.length !== given.length) return false
  const open: string[] = []
  for (const { id, role, of } of given) {
    if (role === 'open') open.push(id)
    if (role === 'close' && open.pop() !== of) return false
  }
  return true
}

export const samePieces = (a: readonly Piece[], b: readonly Piece[]): boolean => textOf(a) === textOf(b)

/** Placeholders as `{{1}}`: no text holds two braces, which would be a tag. */
export const textOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : `{{${piece.id}}}`)).join('')

/** `textOf` read again; placeholders that the unit has not are dropped. */
export function piecesOf(unit: Unit, text: string): Piece[] {
  const known = new Map(
    unit.pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [[piece.id, piece] as const])),
  )
  return text.split(/(\{\{\d+\}\})/).flatMap((part): Piece[] => {
    const id = /^\{\{(\d+)\}\}$/.exec(part)?.[1]
    if (id !== undefined) return known.has(id) ? [known.get(id)!] : []
    return part === '' ? [] : [part]
  })
}

/** A name for what a unit says, to find it again when others have come before it (cyrb53, 53 bits). */
export function fingerprint({ pieces }: Unit): string {
  const text = pieces.map((one) => (typeof one === 'string' ? one : `{{${one.code}}}`)).join('')
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36)
}

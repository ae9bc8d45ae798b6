import { fragmentRefs } from '@chappe/core/template/fragments'
import { type Replacement, rewrite } from '@chappe/core/template/links'
import { scan, type TagPiece } from '@chappe/core/template/scan'
import { type Atom, runsOf, type Translate } from './unit.ts'

/** The texts of a template whose result is text: a subject, an alternative text. A blank line ends a unit. */
export function translatePlain(source: string, id: string, translate: Translate): string {
  return rewritten(
    source,
    atomsOf(source, 0, (raw) => raw),
    counting(id),
    translate,
    literal,
  )
}

/** Names units in order. */
export const counting = (id: string) => {
  let next = 0
  return () => `${id}/${next++}`
}

function rewritten(
  source: string,
  atoms: readonly Atom[],
  name: () => string,
  translate: Translate,
  written: (text: string, atEnd: boolean) => string,
): string {
  return rewrite(source, changesOf(source, atoms, name, translate, written))
}

/** Where the source changes; a unit that is left or is given what it says already stays octet for octet. */
export const changesOf = (
  source: string,
  atoms: readonly Atom[],
  name: () => string,
  translate: Translate,
  written: (text: string, atEnd: boolean) => string,
): Replacement[] =>
  runsOf(atoms).flatMap(({ pieces, offset, end }) => {
    const given = translate({ id: name(), pieces })
    if (!given) return []
    const value = given.map((piece, n) =>
      typeof piece === 'string'
        ? written(piece, n < given.length - 1 || /^[{%]/.test(source.slice(end)))
        : piece.code,
    )
    return [{ offset, end, value: value.join('') }]
  })

/** `read` makes of a stretch of source what translators see; `at` is where the source begins in the whole. */
export function atomsOf(source: string, at: number, read: (raw: string) => string): Atom[] {
  return scan(source).flatMap((piece): Atom[] => {
    const [offset, end] = [at + piece.offset, at + piece.end]
    const code = source.slice(piece.offset, piece.end)
    if (piece.kind === 'tag' && isValue(source, piece))
      return [{ kind: 'code', role: 'value', code, offset, end }]
    if (piece.kind !== 'text') return [{ kind: 'break' }]
    return paragraphs(code, offset, read)
  })
}

function paragraphs(source: string, at: number, read: (raw: string) => string): Atom[] {
  const atoms: Atom[] = []
  let from = at
  for (const part of source.split(/(\r?\n[^\S\n]*\r?\n\s*)/)) {
    if (/^\r?\n[^\S\n]*\r?\n/.test(part) && part.trim() === '') atoms.push({ kind: 'break' })
    else if (part !== '') atoms.push({ kind: 'text', raw: part, read, offset: from, end: from + part.length })
    from += part.length
  }
  return atoms
}

/** Whether a tag writes a value where it stands. What steers, and whole fragments, are not part of a sentence. */
export function isValue(source: string, piece: TagPiece): boolean {
  const inside = source.slice(piece.from, piece.to).trimStart()
  if (piece.form === 'statement') return inside.startsWith('=')
  if (/^([#/!>^]|else\b)/.test(inside)) return false
  return fragmentRefs(source.slice(piece.offset, piece.end)).length === 0
}

/** Text that makes no tag, whatever stands in it or after it. */
export const literal = (text: string, atEnd: boolean): string =>
  text.replace(atEnd ? /\{(?=[{%]|$)/g : /\{(?=[{%])/g, '{{ "{" }}')

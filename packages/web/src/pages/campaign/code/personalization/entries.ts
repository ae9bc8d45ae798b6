import type { Words } from '../../../../text.ts'
import type { Word } from '../completion.ts'
import { conditions } from './conditions.ts'
import type { Piece } from './insert.ts'

export const sources = ['profile', 'context', 'system', 'function', 'condition', 'fragment'] as const
export type Source = (typeof sources)[number]

/** One thing that the panel can put into a text. */
export interface Entry {
  readonly id: string
  readonly source: Source
  readonly name: string
  readonly detail: string
  readonly about: string
  readonly example: Word['example'] | undefined
  readonly piece: Piece
}

interface FragmentRow {
  readonly id: string
  readonly name: string
  readonly description: string
}

/** Everything that may go into a text: the names that it knows, the blocks, the fragments that are live. */
export function entriesOf(t: Words, words: readonly Word[], fragments: readonly FragmentRow[]): Entry[] {
  return [
    ...words
      .filter(({ name }) => !name.includes('[]'))
      .map((word): Entry => {
        const isCall = word.kind === 'function'
        return {
          id: `${word.kind}/${word.name}`,
          source: word.kind,
          name: isCall ? word.name : word.name.slice(word.name.indexOf('.') + 1),
          detail: [word.label, word.detail].filter(Boolean).join(' · '),
          about: word.about ?? '',
          example: word.example,
          piece: isCall ? { kind: 'function', code: `${word.name}()` } : { kind: 'value', code: word.name },
        }
      }),
    ...conditions.map(
      ({ id, label, about, code }): Entry => ({
        id: `condition/${id}`,
        source: 'condition',
        name: t(label),
        detail: '',
        about: t(about),
        example: undefined,
        piece: { kind: 'block', code },
      }),
    ),
    ...fragments.map(
      ({ id, name, description }): Entry => ({
        id: `fragment/${id}`,
        source: 'fragment',
        name,
        detail: '',
        about: description,
        example: undefined,
        piece: { kind: 'fragment', code: `{{ fragment id="${id}" name="${plain(name)}" }}` },
      }),
    ),
  ]
}

const plain = (name: string) => name.replace(/[\\"{}%]/g, ' ')

export type Choice = Source | 'all' | 'favourites'

/** The entries of a source that hold every word searched for, in any letter case and with or without accents. */
export function found(
  entries: readonly Entry[],
  choice: Choice,
  search: string,
  favourites: readonly string[],
): Entry[] {
  const wanted = folded(search).split(/\s+/).filter(Boolean)
  const ofChoice = entries.filter(({ id, source }) =>
    choice === 'all' ? true : choice === 'favourites' ? favourites.includes(id) : source === choice,
  )
  const isFound = ({ name, about, piece }: Entry) => {
    const text = folded(`${name} ${about} ${piece.code}`)
    return wanted.every((word) => text.includes(word))
  }
  // What is named so comes before what only speaks of it.
  const rank = ({ name }: Entry) => (wanted.every((word) => folded(name).includes(word)) ? 0 : 1)
  return ofChoice.filter(isFound).sort((a, b) => rank(a) - rank(b))
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

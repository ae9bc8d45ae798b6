import { audienceLimits } from '@chappe/core/audience/schema'
import type { Row } from './csv.ts'

export const chunkSize = 5_000
/** Letters of one request's values, well below what the server takes. */
const chunkLetters = 600_000

export interface ListMember {
  readonly value: string
  readonly enrichment: Readonly<Record<string, string>>
}

const refusals = ['missing', 'tooLong', 'noAddress', 'tooMuch', 'again', 'unreadable'] as const
export type Refusal = (typeof refusals)[number]

export interface Reading {
  readonly members: readonly ListMember[]
  /** The line of each member. */
  readonly lines: readonly number[]
  readonly refused: readonly { readonly line: number; readonly value: string; readonly reason: Refusal }[]
}

export interface Columns {
  /** The column of the identity. */
  readonly identity: number
  /** Names of the columns that are kept with each person, by their place. */
  readonly kept: ReadonlyMap<number, string>
}

const address = /^[^\s@"(),:;<>[\\\]]+@[^\s@.]+(\.[^\s@.]+)+$/

/** Reads people out of rows. What the namespace makes of an identity is read by the server (`unreadable`). A line without a usable identity is refused; of the same identity the first line stays. */
export function membersOf(rows: readonly Row[], { identity, kept }: Columns, namespace: string): Reading {
  const members: ListMember[] = []
  const lines: number[] = []
  const refused: { line: number; value: string; reason: Refusal }[] = []
  const seen = new Set<string>()
  for (const { line, cells } of rows) {
    const value = (cells[identity] ?? '').trim()
    const enrichment: Record<string, string> = {}
    for (const [place, name] of kept) {
      const cell = cells[place]?.trim()
      if (cell) enrichment[name] = cell
    }
    const key = value.normalize('NFC').toLowerCase()
    const reason = refusalOf(value, enrichment, namespace) ?? (seen.has(key) ? 'again' : undefined)
    if (reason) refused.push({ line, value, reason })
    else {
      seen.add(key)
      members.push({ value, enrichment })
      lines.push(line)
    }
  }
  return { members, lines, refused }
}

function refusalOf(
  value: string,
  enrichment: Readonly<Record<string, string>>,
  namespace: string,
): Refusal | undefined {
  if (value === '') return 'missing'
  if (value.length > 254) return 'tooLong'
  if (namespace === 'email' && !address.test(value)) return 'noAddress'
  return Object.values(enrichment).some((cell) => cell.length > 2_000) ? 'tooMuch' : undefined
}

/** Every address of a pasted text, one row each, with its line: by line ends, commas, semicolons and spaces. */
export const pastedRows = (text: string): Row[] =>
  text.split(/\r\n?|\n/).flatMap((words, i) =>
    words
      .split(/[\s,;]+/)
      .map((word) => word.replace(/^[<"'(]+|[>"')]+$/g, ''))
      .filter((word) => word !== '')
      .map((word) => ({ line: i + 1, cells: [word] })),
  )

/** The column that identities stand in, as far as its name or its values tell. */
export function likelyIdentity(header: readonly string[], rows: readonly Row[]): number {
  const byName = header.findIndex((name) => /^(e-?mail|courriel|adresse.*mail|mail)/i.test(name.trim()))
  if (byName >= 0) return byName
  const byValue = header.findIndex((_, i) => rows.some(({ cells }) => address.test((cells[i] ?? '').trim())))
  return Math.max(0, byValue)
}

/** The names under which columns are kept: as they are headed, none twice, none empty. */
export function columnNames(header: readonly string[], identity: number): Map<number, string> {
  const kept = new Map<number, string>()
  const taken = new Set<string>()
  for (const [place, given] of header.entries()) {
    const name = given.trim().slice(0, 60)
    if (place === identity || name === '' || taken.has(name) || kept.size >= audienceLimits.listColumns)
      continue
    taken.add(name)
    kept.set(place, name)
  }
  return kept
}

/** The members in requests that the server takes: at most 5,000 people and not too many letters each. */
export function chunksOf(members: readonly ListMember[]): ListMember[][] {
  const chunks: ListMember[][] = []
  let letters = Number.POSITIVE_INFINITY
  for (const member of members) {
    const size = JSON.stringify(member).length
    if (letters + size > chunkLetters || chunks.at(-1)!.length >= chunkSize) {
      chunks.push([])
      letters = 0
    }
    chunks.at(-1)!.push(member)
    letters += size
  }
  return chunks
}

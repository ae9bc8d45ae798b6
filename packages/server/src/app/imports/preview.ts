import { inferManner, inferType } from '@chappe/core/import/infer'
import { type ImportPreview, ImportSettings } from '@chappe/core/import/schema'
import { suggestTargets } from '@chappe/core/import/suggest'
import { standardFields } from '@chappe/core/profile/fields'
import { type IdentityNamespace, standardNamespaces } from '@chappe/core/profile/namespaces'
import type { Ctx } from '../../context.ts'
import * as namespaces from '../../store/namespaces.ts'
import * as fields from '../../store/profile-fields.ts'
import * as topics from '../../store/topics.ts'
import type { Head } from './head.ts'

const [shownRows, shownSamples, shownText] = [20, 5, 80]
const cut = (text: string) =>
  (text.length > shownText ? `${text.slice(0, shownText)}…` : text).replace(/\0|\p{Cs}/gu, '�')

/** What the beginning of a CSV file suggests to a sandbox. */
export async function previewCsv({ db, sandboxId }: Ctx, head: Head): Promise<ImportPreview> {
  const [declared, own, subscriptions] = await Promise.all([
    fields.list(db, sandboxId),
    namespaces.list(db, sandboxId),
    topics.list(db, sandboxId),
  ])
  const columns = Array.from({ length: head.width }, (_, column) => ({
    column,
    name: head.names[column] || `Column ${column + 1}`,
    cells: head.rows.map((cells) => (cells[column] ?? '').trim()).filter((cell) => cell !== ''),
  }))
  const manner = inferManner(columns.flatMap(({ cells }) => cells))
  const known: readonly IdentityNamespace[] = [
    ...standardNamespaces,
    ...own.map((one) => ({ ...one, standard: false })),
  ]
  const targets = suggestTargets(
    columns.map(({ name, cells, column }) => ({ name: head.names[column] ? name : '', cells })),
    {
      namespaces: known,
      paths: [...standardFields, ...declared].map(({ path }) => path),
      topics: subscriptions,
    },
  )
  const types = columns.map(({ cells }) => inferType(cells, manner))
  const mapping = columns.flatMap(({ column }) => {
    const target = targets[column]!
    if (target === 'ignore') return []
    const path = target.startsWith('attribute:') ? target.slice('attribute:'.length) : undefined
    // What a sandbox, or the product, says of an attribute is no matter of guessing.
    const isKnown =
      path === undefined || [...standardFields, ...declared].some((field) => field.path === path)
    return [{ column, target, ...(!isKnown && { type: types[column]! }) }]
  })
  const identities = mapping.filter(({ target }) => target.startsWith('identity:'))
  const deciding = ['identity:crmid', 'identity:email'].find((one) =>
    identities.some(({ target }) => target === one),
  )
  return {
    format: 'csv',
    encoding: head.encoding,
    separator: head.separator,
    header: head.header,
    columns: columns.map(({ column, name, cells }) => ({
      column,
      name: cut(name),
      samples: [...new Set(cells)].slice(0, shownSamples).map(cut),
      type: types[column]!,
      filled: head.rows.length === 0 ? 0 : cells.length / head.rows.length,
      suggestion: targets[column]!,
    })),
    rows: head.rows.slice(0, shownRows).map((cells) => cells.map(cut)),
    settings: ImportSettings.parse({
      encoding: head.encoding,
      separator: head.separator,
      header: head.header,
      mapping,
      ...manner,
      matchBy: deciding ? deciding.slice('identity:'.length) : null,
    }),
  }
}

/** The first lines of NDJSON, which says itself what is what. */
export const previewLines = ({ encoding, separator, rows }: Head): ImportPreview => ({
  format: 'ndjson',
  encoding,
  separator,
  header: false,
  columns: [],
  rows: rows.slice(0, shownRows).map(([text = '']) => [text.slice(0, 2_000).replace(/\0|\p{Cs}/gu, '�')]),
  settings: ImportSettings.parse({ encoding, header: false }),
})

import { getImport, previewImport, saveImportSettings } from '@chappe/core/api/imports'
import type { ColumnMapping, Import, ImportPreview, ImportSettings } from '@chappe/core/import/schema'
import { keepPreviousData } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { call } from '../../../api.ts'
import { queryClient, queryOf, useEndpoint } from '../../../data.ts'
import { namespacesIn } from './mapping.ts'

export type Reading = Pick<ImportSettings, 'encoding' | 'separator' | 'header'>
export type Manner = Omit<ImportSettings, keyof Reading | 'mapping'>

/** What columns a file has, read in some way: a mapping made for others is none for these. */
const shapeOf = ({ columns }: ImportPreview) => JSON.stringify(columns.map(({ name }) => name))

interface Mapped {
  readonly mapping: readonly ColumnMapping[]
  /** Null: it was saved before, and fits however the file was read then. */
  readonly shape: string | null
}

/** What the person says about a file: what the server suggests, until they say otherwise. */
export function useDraft(one: Import) {
  const { id, settings: saved } = one
  const [reading, setReading] = useState<Partial<Reading>>(() =>
    saved ? { encoding: saved.encoding, separator: saved.separator, header: saved.header } : {},
  )
  const [mapped, setMapped] = useState<Mapped | null>(saved && { mapping: saved.mapping, shape: null })
  const [manner, setManner] = useState<Partial<Manner>>(saved ?? {})
  const { header, ...given } = reading
  const query = { ...given, ...(header !== undefined && { header: `${header}` as const }) }
  const preview = useEndpoint(
    previewImport,
    { params: { id }, query },
    { placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY },
  )
  const found = preview.data
  const shape = useMemo(() => found && shapeOf(found), [found])

  const settings = useMemo<ImportSettings | undefined>(() => {
    if (!found) return undefined
    const isOwn = mapped !== null && (mapped.shape === null || mapped.shape === shape)
    const mapping = [...(isOwn ? mapped.mapping : found.settings.mapping)]
    const { encoding, separator, header: first } = found
    const all = { ...found.settings, ...manner, encoding, separator, header: first, mapping }
    const isThere =
      all.matchBy === null || found.format === 'ndjson' || namespacesIn(mapping).includes(all.matchBy)
    return isThere ? all : { ...all, matchBy: null }
  }, [found, shape, mapped, manner])

  return {
    preview,
    /** How the file is to be read, as asked last: what is found in it is a moment behind. */
    reading: found && {
      encoding: found.encoding,
      separator: found.separator,
      header: found.header,
      ...reading,
    },
    settings,
    /** Reads the file in another way; what was said about its columns stays where they are the same. */
    read: (changes: Partial<Reading>) => {
      if (mapped?.shape === null && shape !== undefined) setMapped({ ...mapped, shape })
      setReading({ ...reading, ...changes })
    },
    map: (mapping: readonly ColumnMapping[]) => setMapped({ mapping, shape: shape ?? null }),
    /** As the server suggests. */
    mapAgain: () => setMapped(null),
    change: (changes: Partial<Manner>) => setManner((now) => ({ ...now, ...changes })),
    /** @throws ApiProblem */
    save: async () => {
      if (!settings) return
      const kept = await call(saveImportSettings, { params: { id }, body: settings })
      queryClient.setQueryData(queryOf(getImport, { params: { id } }).queryKey, kept)
    },
  }
}

export type Draft = ReturnType<typeof useDraft>

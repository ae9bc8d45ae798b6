import { listAttributes } from '@chappe/core/api/profiles'
import { useMemo } from 'react'
import type { Reply } from '../api.ts'
import { useEndpoint } from '../data.ts'
import type { Locale } from '../messages/index.ts'
import { useText } from '../text.ts'

/** An attribute of profiles, named in the reader's language. */
export interface Attribute extends Omit<Reply<typeof listAttributes>['items'][number], 'labels'> {
  /** In the reader's language, else in the other one; undefined where it has no name besides its path. */
  readonly label: string | undefined
}

export interface Attributes {
  /** In alphabetical order of their paths; empty until they are known. */
  readonly items: readonly Attribute[]
  readonly isKnown: boolean
  readonly of: (path: string) => Attribute | undefined
}

/** The attributes that profiles may have: names, types, the values of a choice, and which tell of the person. */
export function useAttributes(): Attributes {
  const { locale } = useText()
  const { data } = useEndpoint(listAttributes, {}, { staleTime: 60_000 })
  return useMemo(() => {
    const items = (data?.items ?? []).map(({ labels, ...one }) => ({
      ...one,
      label: labelIn(locale, labels),
    }))
    const byPath = new Map(items.map((one) => [one.path, one]))
    return { items, isKnown: data !== undefined, of: (path) => byPath.get(path) }
  }, [data, locale])
}

export const labelIn = (locale: Locale, labels: Readonly<Record<Locale, string>>): string | undefined =>
  labels[locale] || labels[locale === 'fr' ? 'en' : 'fr'] || undefined

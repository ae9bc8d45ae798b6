import { listAttributes } from '@chappe/core/api/profiles'
import { useCallback, useMemo } from 'react'
import { useEndpoint } from '../../../data.ts'
import { isMessage, useText, type Words } from '../../../text.ts'

export interface Attributes {
  readonly items: readonly { readonly path: string; readonly type: string }[]
  readonly typeOf: (path: string) => string | undefined
}

/** The attributes of profiles that are known, with their types. */
export function useAttributes(): Attributes {
  const { data } = useEndpoint(listAttributes, {}, { staleTime: 60_000 })
  const items = data?.items
  const types = useMemo(() => new Map(items?.map(({ path, type }) => [path, type])), [items])
  return {
    items: items ?? none,
    typeOf: useCallback((path: string) => types.get(path), [types]),
  }
}
const none: Attributes['items'] = []

/** What an attribute is called, where it has a name besides its path. */
export function attributeName(t: Words, path: string): string | undefined {
  const id = `audiences.attribute.${path}`
  return isMessage(id) ? t(id) : undefined
}

export function useAttributeName() {
  const t = useText()
  return useCallback((path: string) => attributeName(t, path), [t])
}

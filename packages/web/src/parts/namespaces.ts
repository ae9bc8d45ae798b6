import { listNamespaces } from '@chappe/core/api/namespaces'
import { type IdentityNamespace, standardNamespaces } from '@chappe/core/profile/namespaces'
import { useMemo } from 'react'
import { useEndpoint } from '../data.ts'
import { useMay } from '../session.ts'
import { isMessage, useText } from '../text.ts'

export interface Namespaces {
  /** The standard ones, then those that the sandbox declared, named in the reader's language where we have words. */
  readonly items: readonly IdentityNamespace[]
  /** A key that nobody declared stands as it is. */
  readonly nameOf: (key: string) => string
}

/** The kinds of identities by which people are found. */
export function useNamespaces(): Namespaces {
  const t = useText()
  const mayRead = useMay('profiles:read')
  const { data } = useEndpoint(listNamespaces, {}, { staleTime: 60_000, enabled: mayRead })
  return useMemo(() => {
    const items = (data?.items ?? standardNamespaces).map((one) => {
      const id = `profiles.namespace.${one.key}`
      return one.standard && isMessage(id) ? { ...one, name: t(id) } : one
    })
    const names = new Map(items.map(({ key, name }) => [key, name]))
    return { items, nameOf: (key) => names.get(key) ?? key }
  }, [data, t])
}

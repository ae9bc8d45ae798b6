import { getFragment } from '@chappe/core/api/fragments'
import type { Fragment } from '@chappe/core/content/schema'
import { type FragmentSource, fragmentRefs, maxFragmentDepth } from '@chappe/core/template/fragments'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { queryClient, queryOf } from '../../../data.ts'

/** What a fragment says: its live version, else its draft. */
export const contentOf = ({ live, draft }: Pick<Fragment, 'live' | 'draft'>): string =>
  (live ?? draft)?.content ?? ''

const idsIn = (texts: readonly string[]): string[] => [
  ...new Set(texts.flatMap((text) => fragmentRefs(text).map(({ id }) => id))),
]

export type Sources = ReadonlyMap<string, FragmentSource & { readonly status: Fragment['status'] }>
const none: Sources = new Map()

/** The fragments that these texts refer to, and those inside them. One that is not there is left out. */
async function loadSources(texts: readonly string[]): Promise<Sources> {
  const found = new Map<string, FragmentSource & { status: Fragment['status'] }>()
  let asked = idsIn(texts)
  for (let depth = 0; depth <= maxFragmentDepth && asked.length > 0; depth++) {
    const fragments = await Promise.allSettled(
      asked.map((id) => queryClient.fetchQuery(queryOf(getFragment, { params: { id } }))),
    )
    const come = fragments.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    for (const one of come) found.set(one.id, { name: one.name, status: one.status, content: contentOf(one) })
    asked = idsIn(come.map(contentOf)).filter((id) => !found.has(id))
  }
  return found
}

/** The fragments that these texts refer to, as far as they are known; undefined while nothing is. */
export function useSources(texts: readonly string[]): Sources | undefined {
  const ids = idsIn(texts)
  const { data } = useQuery({
    queryKey: ['fragment-sources', ids],
    queryFn: () => loadSources(texts),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  return ids.length === 0 ? none : data
}

import type { AnyEndpoint } from '@chappe/core/api/endpoint'
import { getSession } from '@chappe/core/api/session'
import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  type UseQueryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Args, call, type Input, type LooseInput, type Reply } from './api.ts'
import { once } from './once.ts'
import { ApiProblem } from './problem.ts'

let signedOut: () => void = () => {}

/** Says what to do when the server no longer knows who is signed in. */
export const whenSignedOut = (react: () => void) => {
  signedOut = react
}

const onError = (error: unknown) => {
  if (error instanceof ApiProblem && error.type === 'auth/unauthenticated') signedOut()
}

const mayPass = (error: unknown) =>
  error instanceof ApiProblem && (error.type === 'network/unreachable' || error.type === 'server/unavailable')

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: { retry: (failures, error) => failures < 2 && mayPass(error), staleTime: 5_000 },
    mutations: { retry: false },
  },
})

export const keyOf = (endpoint: AnyEndpoint, input?: unknown) =>
  input === undefined ? ([endpoint.id] as const) : ([endpoint.id, input] as const)

/** The query of an endpoint, for route loaders and for `queryClient`. */
export const queryOf = <E extends AnyEndpoint>(endpoint: E, ...[input]: Args<E>) => ({
  queryKey: keyOf(endpoint, input ?? {}),
  queryFn: ({ signal }: { signal: AbortSignal }) => call(endpoint, (input ?? {}) as Input<E>, signal),
})

type Options<E extends AnyEndpoint> = Omit<UseQueryOptions<Reply<E>, Error>, 'queryKey' | 'queryFn'>

/** What an endpoint answers, kept fresh. `enabled`, `refetchInterval`, … go in `options`. */
export const useEndpoint = <E extends AnyEndpoint>(endpoint: E, input: Input<E>, options: Options<E> = {}) =>
  useQuery<Reply<E>, Error>({ ...queryOf(endpoint, ...([input] as unknown as Args<E>)), ...options })

/** The endpoints whose query takes `limit` and `offset` and whose reply is a page. */
interface Page<T> {
  items: T[]
  total: number
}

/** The items of a paged endpoint, loaded page by page as the reader goes down. */
export function useEndpointPages<E extends AnyEndpoint>(endpoint: E, input: Input<E>, pageSize = 100) {
  type Item = Reply<E> extends Page<infer T> ? T : never
  const given = input as LooseInput
  const query = useInfiniteQuery({
    queryKey: [endpoint.id, 'pages', input],
    queryFn: ({ pageParam, signal }) =>
      call(
        endpoint,
        { ...given, query: { ...given.query, limit: pageSize, offset: pageParam } } as Input<E>,
        signal,
      ) as Promise<Page<Item>>,
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.items.length, 0)
      return last.items.length === 0 || loaded >= last.total ? undefined : loaded
    },
    placeholderData: keepPreviousData,
  })
  return {
    ...query,
    items: query.data?.pages.flatMap((page) => page.items) ?? [],
    total: query.data?.pages.at(-1)?.total ?? 0,
  }
}

interface ActionOptions {
  /** The endpoints whose answers this action makes stale; all of them when left out. */
  makesStale?: readonly AnyEndpoint[]
  /** One after the other, as they were asked: the last one counts. */
  inTurn?: boolean
}

/**
 * An action on the server. `mutate(input)`; its error is an ApiProblem. What is on its way already is not asked again:
 * a second press of Enter makes nothing twice.
 */
export function useAction<E extends AnyEndpoint>(
  endpoint: E,
  { makesStale, inTurn = false }: ActionOptions = {},
) {
  const client = useQueryClient()
  const action = useMutation<Reply<E>, Error, Input<E>>({
    mutationKey: [endpoint.id],
    ...(inTurn && { scope: { id: endpoint.id } }),
    mutationFn: (input) => call(endpoint, input),
    onSuccess: async () => {
      // The session changes by its own actions only, and those look after it.
      if (makesStale === undefined)
        await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== getSession.id })
      else await Promise.all(makesStale.map((one) => client.invalidateQueries({ queryKey: keyOf(one) })))
    },
  })
  const { mutateAsync, reset } = action
  const guarded = useMemo(() => {
    const { ask, forget } = once(mutateAsync)
    return {
      mutateAsync: ask,
      mutate: (...asked: Parameters<typeof ask>) => void ask(...asked).catch(() => {}),
      reset: () => {
        forget()
        reset()
      },
    }
  }, [mutateAsync, reset])
  return { ...action, ...guarded }
}

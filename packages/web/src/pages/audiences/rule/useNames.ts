import { getAudience } from '@chappe/core/api/audiences'
import { getCampaign } from '@chappe/core/api/campaigns'
import { conditionsOf, type Rule } from '@chappe/core/audience/rule'
import type { Names } from '@chappe/core/audience/sentence'
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queryOf } from '../../../data.ts'
import { isMessage, type useText } from '../../../text.ts'
import type { Vocabulary } from './useVocabulary.ts'

const each = (ids: (string | null | undefined)[]) => [
  ...new Set(ids.filter((id): id is string => Boolean(id))),
]
const staleTime = 60_000

/** The names of audiences by their ids, as far as they are known. */
export function useAudienceNames(ids: readonly string[]): ReadonlyMap<string, string> {
  return useQueries({
    queries: each([...ids]).map((id) => ({ ...queryOf(getAudience, { params: { id } }), staleTime })),
    combine: named,
  })
}
const named = (results: readonly { data?: { id: string; name: string } | undefined }[]) =>
  new Map(results.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : [])))

function useCampaignNames(ids: readonly string[]): ReadonlyMap<string, string> {
  return useQueries({
    queries: ids.map((id) => ({ ...queryOf(getCampaign, { params: { id } }), staleTime })),
    combine: named,
  })
}

/** What a rule refers to, in words. */
export function useNames(rule: Rule, vocabulary: Vocabulary): Names {
  const conditions = [...conditionsOf(rule)]
  const audiences = useAudienceNames(
    each(conditions.map((one) => (one.kind === 'audience' ? one.audienceId : undefined))),
  )
  const campaigns = useCampaignNames(
    each(conditions.map((one) => (one.kind === 'engagement' ? one.campaignId : undefined))),
  )
  return useMemo(
    () => ({
      attribute: (path) => inSentence(vocabulary.attributeOf(path)?.label),
      namespace: (key) => vocabulary.namespaces.find((one) => one.key === key)?.name,
      topic: vocabulary.topicName,
      member: (type, path) => inSentence(vocabulary.membersOf(type).find((one) => one.path === path)?.label),
      event: (type) => vocabulary.eventTypes.find(({ key }) => key === type)?.name,
      audience: (id) => audiences.get(id),
      campaign: (id) => campaigns.get(id),
    }),
    [vocabulary, audiences, campaigns],
  )
}

/** A label begins with a capital letter; inside a sentence its words do not, but abbreviations do. */
const inSentence = (label: string | undefined) =>
  label?.replace(/^\p{Lu}(?=\p{Ll}|\P{L}|$)/u, (letter) => letter.toLowerCase())

/** A kind of identity in words, where it is one of the standard ones. */
export function namespaceName(t: ReturnType<typeof useText>, key: string): string | undefined {
  const id = `audiences.namespace.${key}`
  return isMessage(id) ? t(id) : undefined
}

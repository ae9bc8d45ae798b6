import { planCampaign } from '@chappe/core/api/plan'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type Reply } from '../../../../api.ts'
import { keyOf, useEndpoint } from '../../../../data.ts'

export type Plan = Reply<typeof planCampaign>

/** What an activation would bring, as it was counted a moment ago; `countAnew` counts once more. */
export function usePlan(id: string) {
  const input = { params: { id }, query: {} }
  const client = useQueryClient()
  const { data: plan, isFetching, error } = useEndpoint(planCampaign, input, { staleTime: 30_000 })
  const [again, setAgain] = useState<{ isCounting: boolean; problem: unknown }>({
    isCounting: false,
    problem: null,
  })
  const countAnew = async () => {
    setAgain({ isCounting: true, problem: null })
    try {
      const counted = await call(planCampaign, { ...input, query: { fresh: true } })
      client.setQueryData(keyOf(planCampaign, input), counted)
      setAgain({ isCounting: false, problem: null })
    } catch (problem) {
      setAgain({ isCounting: false, problem })
    }
  }
  return {
    plan,
    isCounting: isFetching || again.isCounting,
    problem: again.problem ?? error,
    countAnew: () => void countAnew(),
  }
}

import { estimateAudience } from '@chappe/core/api/audiences'
import { AudienceDefinition } from '@chappe/core/audience/schema'
import { keepPreviousData } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useEndpoint } from '../../../data.ts'

const pause = 500

/**
 * How many people a definition finds, asked when the editing pauses. An answer to an older question is dropped; a
 * definition that is not whole is not asked about.
 */
export function useEstimate(definition: AudienceDefinition) {
  const read = useMemo(() => AudienceDefinition.safeParse(definition), [definition])
  const wanted = read.success ? JSON.stringify(read.data) : ''
  const [asked, ask] = useState(wanted)
  useEffect(() => {
    const timer = setTimeout(() => ask(wanted), pause)
    return () => clearTimeout(timer)
  }, [wanted])
  const body = useMemo(
    () => ({ definition: asked === '' ? definition : (JSON.parse(asked) as AudienceDefinition) }),
    [asked, definition],
  )
  const answer = useEndpoint(
    estimateAudience,
    { body },
    { enabled: asked !== '' && asked === wanted, placeholderData: keepPreviousData, gcTime: 60_000 },
  )
  return {
    isWhole: read.success,
    isBusy: read.success && (asked !== wanted || answer.isFetching),
    data: answer.data,
    error: answer.error,
  }
}

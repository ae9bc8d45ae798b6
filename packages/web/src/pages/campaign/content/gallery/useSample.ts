import type { EmailContent } from '@chappe/core/campaign/schema'
import { useMemo } from 'react'
import { useSources } from '../fragment-sources.ts'
import { type Parts, sampleOf } from '../sample.ts'

const nothing = { subject: '', preheader: '', html: '', text: '' }

/** Content with likely values in it; undefined until it, and the fragments in it, are known. */
export function useSample(content: Parts | EmailContent | undefined): Parts | undefined {
  const { subject, preheader, html, text } = content ?? nothing
  const texts = useMemo(() => [subject, preheader, html, text], [subject, preheader, html, text])
  const sources = useSources(texts)
  return useMemo(
    () =>
      content === undefined || !sources ? undefined : sampleOf({ subject, preheader, html, text }, sources),
    [content === undefined, subject, preheader, html, text, sources],
  )
}

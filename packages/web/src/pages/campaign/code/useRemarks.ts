import type { Alert } from '@chappe/core/campaign/review'
import type { TemplateProblem } from '@chappe/core/template/problems'
import { useCallback } from 'react'
import { isMessage, useText, type Words } from '../../../text.ts'
import { useDraft } from '../draft/useDraft.tsx'
import { useSayAlert } from '../review/useSayAlert.ts'
import { alertRemarks, type Remark, templateRemarks } from './problems.ts'

/** A problem of a template in the reader's language. */
export function sayProblem(t: Words, { code, params }: Pick<TemplateProblem, 'code' | 'params'>): string {
  const id = `campaign.template.${code}`
  const { suggestion } = params
  const sentence = isMessage(id) ? t(id, params) : code
  return suggestion === undefined ? sentence : `${sentence} ${t('campaign.template.hint', { suggestion })}`
}

/** What there is to say about a content field's text, now and by the last review. */
export function useRemarks(
  field: Alert['field'],
  attributes: readonly string[] | undefined,
): (text: string) => readonly Remark[] {
  const t = useText()
  const say = useSayAlert()
  const { review } = useDraft()
  const alerts = review?.alerts
  return useCallback(
    (text) => [
      ...templateRemarks(text, attributes, (problem) => sayProblem(t, problem)),
      ...alertRemarks(
        text,
        (alerts ?? []).filter((alert) => alert.field === field),
        say,
      ),
    ],
    [attributes, alerts, field, t, say],
  )
}

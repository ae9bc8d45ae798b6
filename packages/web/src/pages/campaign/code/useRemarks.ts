import { type ContentPart, contentParts } from '@chappe/core/campaign/content'
import type { EmailContent } from '@chappe/core/campaign/schema'
import type { TemplateProblem } from '@chappe/core/template/problems'
import { useDeferredValue, useMemo } from 'react'
import { isMessage, useText, type Words } from '../../../text.ts'
import { useDraft } from '../draft/useDraft.tsx'
import { useSayAlert } from '../review/useSayAlert.ts'
import { alertRemarks, type Remark, templateRemarks } from './problems.ts'

/** A problem of a template in the reader's language. */
function sayProblem(t: Words, { code, params }: Pick<TemplateProblem, 'code' | 'params'>): string {
  const id = `campaign.template.${code}`
  const { suggestion } = params
  const sentence = isMessage(id) ? t(id, params) : code
  return suggestion === undefined ? sentence : `${sentence} ${t('campaign.template.hint', { suggestion })}`
}

/** What there is to say about a part of the content, as it is typed and by the last review. */
export function useRemarks(
  part: ContentPart,
  attributes: readonly string[] | undefined,
): readonly Remark[] {
  const t = useText()
  const say = useSayAlert()
  const { definition, review } = useDraft()
  // Typing goes first; a long text is looked at when there is time.
  const text = useDeferredValue(definition.content[part])
  const alerts = review?.alerts
  return useMemo(() => {
    const ours = (alerts ?? []).filter(({ field }) => field === part)
    return [
      ...templateRemarks(text, attributes, (problem) => sayProblem(t, problem)),
      ...alertRemarks(text, ours, say),
    ]
  }, [text, attributes, alerts, part, t, say])
}

/** Whether a message cannot be made of this content: a template in it cannot be read. */
export function useIsBroken(content: EmailContent): boolean {
  return useMemo(
    () =>
      contentParts.some((part) =>
        templateRemarks(content[part], undefined, () => '').some(({ severity }) => severity === 'error'),
      ),
    [content],
  )
}

import { contentParts } from '@chappe/core/campaign/content'
import type { Alert } from '@chappe/core/campaign/review'
import type { Definition } from '@chappe/core/campaign/schema'
import type { TemplateProblem } from '@chappe/core/template/problems'
import { useDeferredValue, useMemo } from 'react'
import { isMessage, useText, type Words } from '../../../text.ts'
import { useSayAlert } from '../review/useSayAlert.ts'
import { alertRemarks, type Remark, templateRemarks } from './problems.ts'

/** A problem of a template in the reader's language. */
function sayProblem(t: Words, { code, params }: Pick<TemplateProblem, 'code' | 'params'>): string {
  const id = `campaign.template.${code}`
  const { suggestion } = params
  const sentence = isMessage(id) ? t(id, params) : code
  return suggestion === undefined ? sentence : `${sentence} ${t('campaign.template.hint', { suggestion })}`
}

interface Known {
  /** The profile's attributes as dotted paths; without them attributes are not checked. */
  readonly attributes?: readonly string[] | undefined
  /** Alerts of a review that are about this text; give the same array as long as they are the same. */
  readonly alerts?: readonly Alert[] | undefined
  /** The text is a fragment's: it may read `field`. */
  readonly inFragment?: boolean
}

/** What there is to say about a text, as it is typed and by the last review. */
export function useRemarks(typed: string, { attributes, alerts, inFragment }: Known): readonly Remark[] {
  const t = useText()
  const say = useSayAlert()
  // Typing goes first; a long text is looked at when there is time.
  const text = useDeferredValue(typed)
  return useMemo(
    () => [
      ...templateRemarks(text, attributes, (problem) => sayProblem(t, problem), inFragment),
      ...alertRemarks(text, alerts ?? [], say),
    ],
    [text, attributes, alerts, inFragment, t, say],
  )
}

/** Whether messages cannot be made of this draft: a template in one of its locales cannot be read. */
export function useIsBroken({
  content,
  translations,
}: Pick<Definition, 'content' | 'translations'>): boolean {
  return useMemo(
    () =>
      [content, ...Object.values(translations)].some((one) =>
        contentParts.some((part) =>
          templateRemarks(one[part], undefined, () => '').some(({ severity }) => severity === 'error'),
        ),
      ),
    [content, translations],
  )
}

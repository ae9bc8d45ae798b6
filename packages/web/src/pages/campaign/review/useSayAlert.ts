import type { Alert } from '@chappe/core/campaign/review'
import { useCallback } from 'react'
import { isMessage, useText } from '../../../text.ts'
import { localeName } from '../../admin/languages/locales.ts'

/** Alerts in the reader's language; where we lack the words, in the server's. */
export function useSayAlert(): (alert: Alert) => string {
  const t = useText()
  return useCallback(
    ({ code, params: given, message }) => {
      const params = {
        ...given,
        ...(typeof given.locale === 'string' && { locale: localeName(given.locale, t.locale) }),
      }
      const { problem, suggestion } = given
      const ofTemplate = `campaign.template.${problem}`
      const hint = suggestion === undefined ? '' : ` ${t('campaign.template.hint', { suggestion })}`
      if (code === 'template-error' && isMessage(ofTemplate)) return t(ofTemplate, params) + hint
      const id = `campaign.alert.${code}`
      return isMessage(id) ? t(id, params) + hint : message
    },
    [t],
  )
}

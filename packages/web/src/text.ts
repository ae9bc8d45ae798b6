import { useMemo } from 'react'
import { useIntl } from 'react-intl'
import { catalogs, type Locale, type MessageId } from './messages/index.ts'

export type Values = Record<string, string | number | Date>

export interface Words {
  /** The message in the reader's language. */
  (id: MessageId, values?: Values): string
  locale: Locale
}

/** `const t = useText()`, then `t('campaigns.title')`; ids are checked by the compiler. */
export function useText(): Words {
  const intl = useIntl()
  return useMemo(() => {
    const locale: Locale = intl.locale.startsWith('fr') ? 'fr' : 'en'
    return Object.assign((id: MessageId, values?: Values) => intl.formatMessage({ id }, values), { locale })
  }, [intl])
}

/** Whether the catalogs have a message of this id, for ids that are built from data. */
export const isMessage = (id: string): id is MessageId => Object.hasOwn(catalogs.en, id)

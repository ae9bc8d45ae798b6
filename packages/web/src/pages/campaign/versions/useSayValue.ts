import { listConfigurations } from '@chappe/core/api/configurations'
import { useIntl } from 'react-intl'
import { useEndpoint } from '../../../data.ts'
import { isMessage, useText } from '../../../text.ts'

/** A value of a version in words: names for ids, dates for instants, yes and no. */
export function useSayValue(): (path: string, value: unknown) => string {
  const t = useText()
  const intl = useIntl()
  const configurations = useEndpoint(listConfigurations, { query: { limit: 200 } })
  return (path, value) => {
    if (value === null || value === '') return t(`campaign.compare.${value === null ? 'none' : 'empty'}`)
    if (typeof value === 'boolean') return t(value ? 'campaign.yes' : 'campaign.no')
    const text = String(value)
    if (path.endsWith('channelConfigurationId'))
      return configurations.data?.items.find(({ id }) => id === text)?.name ?? text
    if (path.endsWith('At')) return intl.formatDate(text, { dateStyle: 'medium', timeStyle: 'long' })
    const policy = `campaign.uncertain.${text}`
    return path === 'uncertainPolicy' && isMessage(policy) ? t(policy) : text
  }
}

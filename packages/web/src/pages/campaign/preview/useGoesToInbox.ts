import { getConfiguration } from '@chappe/core/api/configurations'
import { useEndpoint } from '../../../data.ts'
import { useMay } from '../../../session.ts'

/** Whether what this channel configuration carries arrives in the built-in Inbox. */
export function useGoesToInbox(configurationId: string | null): boolean {
  const mayRead = useMay('configurations:read')
  const { data } = useEndpoint(
    getConfiguration,
    { params: { id: configurationId ?? '' } },
    { enabled: mayRead && configurationId !== null },
  )
  return data?.provider.kind === 'inbox'
}

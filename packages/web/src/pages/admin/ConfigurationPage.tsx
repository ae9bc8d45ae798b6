import './admin.css'
import { getConfiguration, listProviders } from '@chappe/core/api/configurations'
import { getRouteApi } from '@tanstack/react-router'
import { useEndpoint } from '../../data.ts'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useText } from '../../text.ts'
import { BackToConfigurations, ConfigurationEditor } from './configuration/ConfigurationEditor.tsx'

const route = getRouteApi('/app/admin/configurations/$id')

/** One channel configuration, or a new one. */
export function ConfigurationPage() {
  const t = useText()
  const { id } = route.useParams()
  const isNew = id === 'new'
  const providers = useEndpoint(listProviders, {}, { staleTime: Number.POSITIVE_INFINITY })
  const configuration = useEndpoint(getConfiguration, { params: { id } }, { enabled: !isNew })

  if (providers.data && (isNew || configuration.data))
    return <ConfigurationEditor key={id} providers={providers.data.items} stored={configuration.data} />
  const problem = providers.error ?? configuration.error
  return (
    <Page title={t('nav.configurations')} above={<BackToConfigurations />}>
      {problem ? <ProblemNote problem={problem} /> : <Loading lines={8} />}
    </Page>
  )
}

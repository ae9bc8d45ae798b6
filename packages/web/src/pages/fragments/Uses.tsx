import { listFragmentUses } from '@chappe/core/api/fragments'
import { campaignStatuses } from '@chappe/core/campaign/lifecycle'
import { fragmentStatuses } from '@chappe/core/content/fragment-lifecycle'
import type { FragmentUse } from '@chappe/core/content/schema'
import { Link } from '@react-spectrum/s2'
import { useIntl } from 'react-intl'
import { useEndpoint } from '../../data.ts'
import { Loading } from '../../parts/Loading.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { Scroller } from '../../parts/Scroller.tsx'
import { CampaignStatusDot } from '../../parts/StatusDot.tsx'
import type { Place } from '../../routes.tsx'
import { useText } from '../../text.ts'
import page from '../campaign/campaign.module.css'
import { FragmentStatusDot } from './tones.tsx'

const places = {
  campaign: (id: string): Place => ({ to: '/campaigns/$id', params: { id }, search: {} }),
  template: (id: string): Place => ({ to: '/templates/$id', params: { id } }),
  fragment: (id: string): Place => ({ to: '/fragments/$id', params: { id } }),
}

function Status({ use }: { use: FragmentUse }) {
  const ofCampaign = campaignStatuses.find((one) => use.kind === 'campaign' && one === use.status)
  if (ofCampaign) return <CampaignStatusDot status={ofCampaign} />
  const ofFragment = fragmentStatuses.find((one) => use.kind === 'fragment' && one === use.status)
  return ofFragment ? <FragmentStatusDot status={ofFragment} /> : null
}

/** Who refers to a fragment, with the way there. */
export function Uses({ id }: { id: string }) {
  const t = useText()
  const { formatList } = useIntl()
  const uses = useEndpoint(listFragmentUses, { params: { id } })
  if (uses.isPending) return <Loading />
  if (!uses.data) return <ProblemNote problem={uses.error} />
  if (uses.data.items.length === 0) return <p className={page.quiet}>{t('fragments.uses.none')}</p>
  return (
    <Scroller label={t('fragments.uses')} className={page.scroller}>
      <table className={page.table}>
        <caption className={page.hidden}>{t('fragments.uses')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('fragments.column.name')}</th>
            <th scope="col">{t('fragments.column.kind')}</th>
            <th scope="col">{t('fragments.column.status')}</th>
            <th scope="col">{t('campaign.versions')}</th>
          </tr>
        </thead>
        <tbody>
          {uses.data.items.map((use) => (
            <tr key={`${use.kind} ${use.id}`}>
              <td>
                <Link href={places[use.kind](use.id)}>{use.name}</Link>
              </td>
              <td>{t(`fragments.uses.${use.kind}`)}</td>
              <td>
                <Status use={use} />
              </td>
              <td>{formatList(use.versions.map(String), { type: 'conjunction' })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

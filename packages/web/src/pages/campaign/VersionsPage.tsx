import { getCampaign } from '@chappe/core/api/campaigns'
import { listVersions } from '@chappe/core/api/versions'
import type { Campaign, CampaignVersion } from '@chappe/core/campaign/schema'
import { Link, Picker, PickerItem } from '@react-spectrum/s2'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEndpoint } from '../../data.ts'
import { Page } from '../../parts/Page.tsx'
import { Scroller } from '../../parts/Scroller.tsx'
import { StatusDot, type Tone } from '../../parts/StatusDot.tsx'
import { When } from '../../parts/When.tsx'
import { useText } from '../../text.ts'
import { Waiting } from './CampaignPage.tsx'
import page from './campaign.module.css'
import { Facts } from './header/Facts.tsx'
import { Preview } from './preview/Preview.tsx'
import css from './review/review.module.css'
import { Summary } from './review/Summary.tsx'
import { Comparison } from './versions/Comparison.tsx'
import versionsCss from './versions/versions.module.css'

const route = getRouteApi('/app/campaigns/$id/versions')

const tones: Record<CampaignVersion['state'], Tone> = {
  draft: 'neutral',
  live: 'positive',
  superseded: 'info',
}

/** Every version of a campaign: one to read, two to compare. */
export function VersionsPage() {
  const t = useText()
  const { id } = route.useParams()
  const { number, with: other } = route.useSearch()
  const campaign = useEndpoint(getCampaign, { params: { id } })
  const versions = useEndpoint(listVersions, { params: { id } })
  if (!campaign.data || !versions.data)
    return <Waiting problem={campaign.error ?? versions.error ?? undefined} />
  const { items } = versions.data
  const shown = items.find((one) => one.number === number) ?? items[0]

  return (
    <Page
      title={t('campaign.versions.title', { name: campaign.data.name })}
      above={
        <Link href={{ to: '/campaigns/$id', params: { id }, search: {} }} isStandalone variant="secondary">
          {t('campaign.versions.back')}
        </Link>
      }
      lead={<Facts campaign={campaign.data} number={null} />}
    >
      <List campaign={campaign.data} versions={items} shown={shown?.number} />
      {shown && (
        <>
          {items.length > 1 && <Chooser items={items} shown={shown.number} other={other} />}
          {other !== undefined && other !== shown.number ? (
            <Comparison
              campaignId={id}
              from={Math.min(other, shown.number)}
              to={Math.max(other, shown.number)}
            />
          ) : (
            <One key={shown.number} campaign={campaign.data} version={shown} />
          )}
        </>
      )}
    </Page>
  )
}

interface ListProps {
  campaign: Campaign
  versions: readonly CampaignVersion[]
  shown: number | undefined
}

function List({ campaign, versions, shown }: ListProps) {
  const t = useText()
  return (
    <Scroller label={t('campaign.versions')} className={page.scroller}>
      <table className={page.table}>
        <caption className={page.hidden}>{t('campaign.versions')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('campaign.versions.version')}</th>
            <th scope="col">{t('campaign.versions.state')}</th>
            <th scope="col">{t('campaign.versions.modified')}</th>
            <th scope="col">{t('campaign.versions.activated')}</th>
          </tr>
        </thead>
        <tbody>
          {versions.map(({ number, state, modifiedAt, modifiedBy, activatedAt, activatedBy }) => (
            <tr
              key={number}
              className={number === shown ? versionsCss.current : undefined}
              aria-current={number === shown || undefined}
            >
              <td>
                <Link
                  href={{ to: '/campaigns/$id/versions', params: { id: campaign.id }, search: { number } }}
                >
                  {t('campaign.version', { number })}
                </Link>
              </td>
              <td>
                <StatusDot tone={tones[state]}>{t(`campaign.versionState.${state}`)}</StatusDot>
              </td>
              <td>
                {modifiedBy}, <When instant={modifiedAt} as="short" />
              </td>
              <td>
                {activatedAt !== null && (
                  <>
                    {activatedBy}, <When instant={activatedAt} as="short" />
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

function Chooser({
  items,
  shown,
  other,
}: {
  items: readonly CampaignVersion[]
  shown: number
  other: number | undefined
}) {
  const t = useText()
  const navigate = useNavigate()
  const options = [
    { id: 'none', label: t('campaign.compare.withNone') },
    ...items
      .filter(({ number }) => number !== shown)
      .map(({ number }) => ({ id: String(number), label: t('campaign.version', { number }) })),
  ]
  return (
    <div className={versionsCss.choose}>
      <Picker
        label={t('campaign.compare.with', { number: shown })}
        items={options}
        selectedKey={other === undefined ? 'none' : String(other)}
        onSelectionChange={(key) =>
          void navigate({
            to: '.',
            search: { number: shown, ...(key !== 'none' && { with: Number(key) }) },
            replace: true,
            resetScroll: false,
          })
        }
      >
        {({ id, label }) => <PickerItem id={id}>{label}</PickerItem>}
      </Picker>
    </div>
  )
}

/** One version as it was, to read. */
function One({ campaign, version }: { campaign: Campaign; version: CampaignVersion }) {
  return (
    <div className={css.cards}>
      <Summary campaign={campaign} version={version} />
      <div className={page.card}>
        <Preview campaignId={campaign.id} number={version.number} />
      </div>
    </div>
  )
}

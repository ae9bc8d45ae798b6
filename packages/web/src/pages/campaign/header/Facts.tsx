import type { Campaign } from '@chappe/core/campaign/schema'
import { Link } from '@react-spectrum/s2'
import { CampaignStatusDot } from '../../../parts/StatusDot.tsx'
import { useText } from '../../../text.ts'
import { tabOf } from '../../campaigns/search.ts'
import css from './header.module.css'

/** Status, category and the version shown, with the way to all versions. */
export function Facts({ campaign, number }: { campaign: Campaign; number: number | null }) {
  const t = useText()
  const isDraft = number === campaign.draftVersion
  return (
    <span className={css.facts}>
      <CampaignStatusDot status={campaign.status} />
      <span>{t(`campaign.kind.${campaign.kind}`, { category: t(`category.${campaign.category}`) })}</span>
      {number !== null && (
        <Link href={{ to: '/campaigns/$id/versions', params: { id: campaign.id }, search: { number } }}>
          {t(isDraft ? 'campaign.version.draft' : 'campaign.version', { number })}
        </Link>
      )}
    </span>
  )
}

/** The way back to the inventory of campaigns of this kind. */
export function Back({ kind }: { kind: Campaign['kind'] }) {
  const t = useText()
  return (
    <Link href={{ to: '/campaigns', search: { tab: tabOf(kind) } }} isStandalone variant="secondary">
      {t('campaign.back')}
    </Link>
  )
}

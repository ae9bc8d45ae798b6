import { listCampaigns } from '@chappe/core/api/campaigns'
import { Link } from '@tanstack/react-router'
import { useEndpoint } from '../../data.ts'
import { Loading } from '../../parts/Loading.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { CampaignStatusDot } from '../../parts/StatusDot.tsx'
import { When } from '../../parts/When.tsx'
import { useText } from '../../text.ts'

/** The campaigns that somebody worked on last. */
export function RecentCampaigns() {
  const t = useText()
  const recent = useEndpoint(listCampaigns, { query: { sort: 'modifiedAt', order: 'desc', limit: 6 } })
  return (
    <section className="home-card" aria-labelledby="recent">
      <header>
        <h2 id="recent">{t('home.recent.title')}</h2>
        <Link to="/campaigns" className="home-link">
          {t('home.recent.all')}
        </Link>
      </header>
      <ProblemNote problem={recent.error} />
      {recent.isPending && <Loading lines={4} />}
      {recent.data?.items.length === 0 && <p className="home-quiet">{t('home.recent.none')}</p>}
      <ul className="home-recent">
        {recent.data?.items.map(({ id, name, status, category, liveVersion, modifiedAt, modifiedBy }) => (
          <li key={id}>
            <Link
              className="home-link"
              to="/campaigns/$id"
              params={{ id }}
              search={liveVersion === null ? {} : { view: 'live' }}
            >
              {name}
            </Link>
            <CampaignStatusDot status={status} />
            <span className="home-quiet">
              {t(`category.${category}`)} · {modifiedBy} · <When instant={modifiedAt} as="relative" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

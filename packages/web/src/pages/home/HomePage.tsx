import './home.css'
import { Page } from '../../parts/Page.tsx'
import { useMay, useSession } from '../../session.ts'
import { useText } from '../../text.ts'
import { RecentCampaigns } from './RecentCampaigns.tsx'
import { isDismissed } from './steps.ts'
import { RecallTour, Tour } from './Tour.tsx'

export function HomePage() {
  const t = useText()
  const { person, preferences } = useSession()
  const mayRead = useMay('campaigns:read')
  const kept = preferences.tour ?? []
  const away = isDismissed(kept)
  return (
    <Page
      title={t('home.title', { name: person.name || person.email })}
      lead={t('home.lead')}
      actions={away && mayRead && <RecallTour kept={kept} />}
    >
      {mayRead && (
        <div className="home">
          {!away && <Tour />}
          <RecentCampaigns />
        </div>
      )}
    </Page>
  )
}

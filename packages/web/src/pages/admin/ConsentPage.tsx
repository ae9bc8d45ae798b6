import './admin.css'
import { Tab, TabList, Tabs } from '@react-spectrum/s2'
import { getRouteApi } from '@tanstack/react-router'
import { Page } from '../../parts/Page.tsx'
import { TabPanel } from '../../parts/TabPanel.tsx'
import { useText } from '../../text.ts'
import { PagesTab } from './consent/PagesTab.tsx'
import { RulesTab } from './consent/RulesTab.tsx'
import { consentTabs } from './consent/search.ts'

const route = getRouteApi('/app/admin/consent')

/** What counts as consent, and how the pages look on which it is given and taken back. */
export function ConsentPage() {
  const t = useText()
  const { tab = 'rules' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page title={t('consent.title')} lead={t('consent.lead')}>
      <Tabs
        aria-label={t('consent.tabs')}
        selectedKey={tab}
        onSelectionChange={(key) =>
          void navigate({ search: { tab: consentTabs.find((one) => one === key) } })
        }
      >
        <TabList>
          {consentTabs.map((id) => (
            <Tab key={id} id={id}>
              {t(`consent.tab.${id}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="rules">
          <RulesTab />
        </TabPanel>
        <TabPanel id="pages">
          <PagesTab />
        </TabPanel>
      </Tabs>
    </Page>
  )
}

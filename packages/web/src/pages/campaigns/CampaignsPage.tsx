import { Button, Tab, TabList, Tabs, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Branch from '@react-spectrum/s2/icons/Shuffle'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page } from '../../parts/Page.tsx'
import { TabPanel } from '../../parts/TabPanel.tsx'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { ViewToggle } from '../calendar/ViewToggle.tsx'
import { CreateDialog } from './CreateDialog.tsx'
import { Inventory } from './Inventory.tsx'
import type { InventoryTab } from './search.ts'
import { useSearchState } from './useSearchState.ts'

export function CampaignsPage() {
  const t = useText()
  const { search, change, become } = useSearchState()
  const mayCreate = useMay('campaigns:write')
  const tab = search.tab ?? 'api'
  const openCreate = () => change({ create: true })
  const closeCreate = () => change({ create: undefined }, true)

  return (
    <Page
      title={t('nav.campaigns')}
      fill
      actions={
        <>
          <ViewToggle as="list" />
          {mayCreate && (
            <Button variant="accent" onPress={openCreate}>
              <Add />
              <Text>{t('inventory.create')}</Text>
            </Button>
          )}
        </>
      }
    >
      <Tabs
        aria-label={t('inventory.tabs')}
        selectedKey={tab}
        onSelectionChange={(key) => become({ tab: key as InventoryTab, folder: search.folder })}
        UNSAFE_className="inventory-tabs"
      >
        <TabList>
          <Tab id="action">{t('inventory.tab.action')}</Tab>
          <Tab id="api">{t('inventory.tab.api')}</Tab>
          <Tab id="orchestration">{t('inventory.tab.orchestration')}</Tab>
        </TabList>
        <TabPanel id="action" UNSAFE_className="inventory-panel">
          <Inventory kind="action" onCreate={openCreate} />
        </TabPanel>
        <TabPanel id="api" UNSAFE_className="inventory-panel">
          <Inventory kind="api_triggered" onCreate={openCreate} />
        </TabPanel>
        <TabPanel id="orchestration" UNSAFE_className="inventory-panel">
          <EmptyState title={t('inventory.orchestration.none')} picture={<Branch />}>
            {t('inventory.orchestration.body')}
          </EmptyState>
        </TabPanel>
      </Tabs>
      <DialogContainer onDismiss={closeCreate}>
        {search.create && mayCreate && (
          <CreateDialog
            kind={tab === 'action' ? 'action' : 'api_triggered'}
            folderId={search.folder === 'none' ? undefined : search.folder}
            onClose={closeCreate}
          />
        )}
      </DialogContainer>
    </Page>
  )
}

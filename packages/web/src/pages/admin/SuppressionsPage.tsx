import './admin.css'
import './suppressions/lists.css'
import { getSuppressionSettings, suppressionExport } from '@chappe/core/api/suppressions'
import { ActionButton, Button, LinkButton, Tab, TabList, Tabs, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Download from '@react-spectrum/s2/icons/Download'
import Settings from '@react-spectrum/s2/icons/Settings'
import Upload from '@react-spectrum/s2/icons/UploadToCloud'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { addressOf } from '../../api.ts'
import { useEndpoint } from '../../data.ts'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { Page } from '../../parts/Page.tsx'
import { StatusDot } from '../../parts/StatusDot.tsx'
import { TabPanel } from '../../parts/TabPanel.tsx'
import { useMay, useSession } from '../../session.ts'
import { useText } from '../../text.ts'
import { AddDialog } from './suppressions/AddDialog.tsx'
import { AllowedTab } from './suppressions/AllowedTab.tsx'
import { SettingsDialog } from './suppressions/SettingsDialog.tsx'
import { SuppressedTab } from './suppressions/SuppressedTab.tsx'
import { listTabs, type SuppressionsSearch } from './suppressions/search.ts'
import { UploadDialog } from './suppressions/UploadDialog.tsx'
import { UploadsTab } from './suppressions/UploadsTab.tsx'

const route = getRouteApi('/app/admin/suppressions')

/** Whom nothing is sent to, who alone receives, and the files that said so. */
export function SuppressionsPage() {
  const t = useText()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay('suppressions:write')
  const sandbox = useSession().sandboxes[0]?.name
  const settings = useEndpoint(getSuppressionSettings, {})
  const [open, setOpen] = useState<'add' | 'upload' | 'settings'>()
  const { tab = 'suppressed', q, type, category, reason } = search
  const list = tab === 'allowed' ? 'allowed' : 'suppression'
  const change = (changes: SuppressionsSearch) =>
    void navigate({ search: (now) => ({ ...now, ...changes }), replace: true })
  const become = (next: SuppressionsSearch) => void navigate({ search: next })
  const close = () => setOpen(undefined)

  const upload = mayWrite && (
    <Button variant="secondary" onPress={() => setOpen('upload')}>
      <Upload />
      <Text>{t('admin.suppressions.upload')}</Text>
    </Button>
  )
  const add = mayWrite && (
    <Button variant="accent" onPress={() => setOpen('add')}>
      <Add />
      <Text>{t('admin.suppressions.add')}</Text>
    </Button>
  )
  const exportAs = addressOf(
    { path: suppressionExport },
    { query: { search: q, type, category, reason, sandbox } },
  )
  return (
    <Page
      title={t('nav.suppressions')}
      lead={t('admin.suppressions.lead')}
      fill
      beside={
        settings.data?.allowListActive && <StatusDot tone="notice">{t('admin.allowed.isOn')}</StatusDot>
      }
      actions={
        <>
          <ActionButton isQuiet onPress={() => setOpen('settings')}>
            <Settings />
            <Text>{t('admin.suppressions.settings')}</Text>
          </ActionButton>
          {tab === 'suppressed' && (
            <LinkButton variant="secondary" href={exportAs} download="suppressions.csv">
              <Download />
              <Text>{t('admin.suppressions.export')}</Text>
            </LinkButton>
          )}
          {upload}
          {tab !== 'uploads' && add}
        </>
      }
    >
      <Tabs
        aria-label={t('admin.suppressions.tabs')}
        selectedKey={tab}
        onSelectionChange={(key) => become({ tab: listTabs.find((one) => one === key) })}
        UNSAFE_className="lists-tabs"
      >
        <TabList>
          {listTabs.map((id) => (
            <Tab key={id} id={id}>
              {t(`admin.suppressions.tab.${id}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel id="suppressed" UNSAFE_className="lists-panel">
          <SuppressedTab search={search} onChange={change} actions={add} />
        </TabPanel>
        <TabPanel id="allowed" UNSAFE_className="lists-panel">
          <AllowedTab search={search} onChange={change} actions={add} />
        </TabPanel>
        <TabPanel id="uploads" UNSAFE_className="lists-panel">
          <UploadsTab actions={upload} />
        </TabPanel>
      </Tabs>
      <DialogContainer onDismiss={close}>
        {open === 'add' && <AddDialog list={list} onClose={close} />}
        {open === 'upload' && (
          <UploadDialog
            list={list}
            onClose={close}
            onDone={() => {
              close()
              become({ tab: 'uploads' })
            }}
          />
        )}
        {open === 'settings' && <SettingsDialog onClose={close} />}
      </DialogContainer>
    </Page>
  )
}

import { getCampaign } from '@chappe/core/api/campaigns'
import { listProofJobs } from '@chappe/core/api/simulations'
import type { Campaign, CampaignVersion } from '@chappe/core/campaign/schema'
import { Button, Link, Tab, TabList, Tabs } from '@react-spectrum/s2'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useEndpoint } from '../../../data.ts'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { Page } from '../../../parts/Page.tsx'
import { TabPanel } from '../../../parts/TabPanel.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { Waiting, WithVersion } from '../CampaignPage.tsx'
import { Facts } from '../header/Facts.tsx'
import { VariantPicker } from '../variants/VariantPicker.tsx'
import { PeopleBar } from './people/PeopleBar.tsx'
import { ProofDialog } from './proofs/ProofDialog.tsx'
import { ProofJobs } from './proofs/ProofJobs.tsx'
import { Results } from './results/Results.tsx'
import css from './simulate.module.css'
import { usePeople } from './usePeople.ts'

const route = getRouteApi('/app/campaigns/$id/simulate')

/** What different people would get from a version, side by side; proofs of it go out from here. */
export function SimulatePage() {
  const { id } = route.useParams()
  const { version } = route.useSearch()
  const campaign = useEndpoint(getCampaign, { params: { id } })
  if (campaign.isPending) return <Waiting />
  if (!campaign.data) return <Waiting problem={campaign.error} />
  const number = version ?? campaign.data.draftVersion ?? campaign.data.liveVersion
  if (number === null) return <Waiting title={campaign.data.name} />
  return (
    <WithVersion key={`${id}/${number}`} campaign={campaign.data} number={number}>
      {(shown) => <Simulation campaign={campaign.data} version={shown} />}
    </WithVersion>
  )
}

function Simulation({ campaign, version }: { campaign: Campaign; version: CampaignVersion }) {
  const t = useText()
  const navigate = useNavigate()
  const { view = 'samples', variant: asked } = route.useSearch()
  const { variants } = version.definition
  const variant = variants.some(({ id }) => id === asked) ? asked! : null
  const maySend = useMay('campaigns:write')
  const people = usePeople(campaign.id)
  const [isProofing, setProofing] = useState(false)
  const jobs = useEndpoint(listProofJobs, { params: { id: campaign.id } })
  const count = jobs.data?.items.length ?? 0
  const shown = people.list.filter(({ isShown }) => isShown)

  const show = (next: string, job?: string) =>
    void navigate({
      to: '.',
      search: (before) => ({
        ...before,
        view: next === 'proofs' ? ('proofs' as const) : undefined,
        job,
      }),
      replace: true,
      resetScroll: false,
    })

  return (
    <Page
      title={t('simulate.title', { name: campaign.name })}
      above={
        <Link href={{ to: '/campaigns/$id', params: { id: campaign.id } }} isStandalone variant="secondary">
          {campaign.name}
        </Link>
      }
      lead={<Facts campaign={campaign} number={version.number} />}
      actions={
        maySend && (
          <Button variant="accent" onPress={() => setProofing(true)}>
            {t('proofs.send')}
          </Button>
        )
      }
    >
      <Tabs
        aria-label={t('simulate.tabs')}
        selectedKey={view}
        onSelectionChange={(key) => show(String(key))}
        UNSAFE_className={css.tabs ?? ''}
      >
        <TabList>
          <Tab id="samples">{t('simulate.tab.samples')}</Tab>
          <Tab id="proofs">{t('simulate.tab.proofs', { count })}</Tab>
        </TabList>
        <TabPanel id="samples">
          <div className={css.panel}>
            {variants.length > 0 && (
              <VariantPicker
                label={t('variants.simulated')}
                variants={variants}
                chosen={variant}
                onChoose={(id) =>
                  void navigate({
                    to: '.',
                    search: ({ variant: _before, ...rest }) => ({
                      ...rest,
                      ...(id !== null && { variant: id }),
                    }),
                    replace: true,
                    resetScroll: false,
                  })
                }
              />
            )}
            <PeopleBar campaign={campaign} version={version} people={people} />
            <Results campaign={campaign} version={version} variant={variant} people={shown} />
          </div>
        </TabPanel>
        <TabPanel id="proofs">
          <div className={css.panel}>
            <ProofJobs campaignId={campaign.id} version={version} onOpen={(job) => show('proofs', job)} />
          </div>
        </TabPanel>
      </Tabs>
      <DialogContainer onDismiss={() => setProofing(false)}>
        {isProofing && (
          <ProofDialog
            campaign={campaign}
            version={version}
            variant={variant}
            people={people.list}
            onSent={(job) => {
              setProofing(false)
              show('proofs', job.id)
            }}
            onClose={() => setProofing(false)}
          />
        )}
      </DialogContainer>
    </Page>
  )
}

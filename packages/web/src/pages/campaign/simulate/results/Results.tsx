import { simulateCampaign } from '@chappe/core/api/simulations'
import type { Campaign, CampaignVersion } from '@chappe/core/campaign/schema'
import { SegmentedControl, SegmentedControlItem, Switch } from '@react-spectrum/s2'
import Code from '@react-spectrum/s2/icons/Code'
import Contrast from '@react-spectrum/s2/icons/Contrast'
import DeviceDesktop from '@react-spectrum/s2/icons/DeviceDesktop'
import DevicePhone from '@react-spectrum/s2/icons/DevicePhone'
import FileText from '@react-spectrum/s2/icons/FileText'
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { useEndpoint } from '../../../../data.ts'
import { Loading } from '../../../../parts/Loading.tsx'
import { ProblemNote } from '../../../../parts/ProblemNote.tsx'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { nameOf } from '../people/nameOf.ts'
import type { Person } from '../people/person.ts'
import css from '../simulate.module.css'
import { ResultCard } from './ResultCard.tsx'
import { type View, views } from './views.ts'

const icons = {
  desktop: DeviceDesktop,
  phone: DevicePhone,
  dark: Contrast,
  text: FileText,
  source: Code,
}

interface Props {
  campaign: Campaign
  version: CampaignVersion
  /** Null: the campaign’s own content. */
  variant: string | null
  people: readonly Person[]
}

/** What each person gets, beside each other; with nobody chosen, the values that the content proposes. */
export function Results({ campaign, version, variant, people }: Props) {
  const t = useText()
  const [view, setView] = useState<View>(() =>
    matchMedia('(max-width: 700px)').matches ? 'phone' : 'desktop',
  )
  const [all, setAll] = useState(false)
  const isSpoken = version.definition.languages !== null
  const samples = people.length > 0 ? people.map(({ sample }) => sample) : [{ name: t('simulate.proposed') }]
  const simulation = useEndpoint(
    simulateCampaign,
    {
      params: { id: campaign.id },
      body: {
        version: version.number,
        samples,
        locales: all && isSpoken ? 'all' : 'own',
        ...(variant !== null && { variant }),
      },
    },
    { placeholderData: keepPreviousData, staleTime: 0, retry: false },
  )
  const shown = simulation.data
  // What is still there of others has their names.
  const [named, setNamed] = useState(people)
  if (!simulation.isPlaceholderData && named !== people) setNamed(people)
  const whose = simulation.isPlaceholderData ? named : people

  return (
    <section className={page.stack} aria-label={t('simulate.results')} aria-busy={simulation.isFetching}>
      <div className={page.spread}>
        <h2 className={page.heading}>{t('simulate.results')}</h2>
        <div className={page.row}>
          {isSpoken && (
            <Switch isSelected={all} onChange={setAll}>
              {t('simulate.allLocales')}
            </Switch>
          )}
          <SegmentedControl
            aria-label={t('campaign.preview.width')}
            selectedKey={view}
            onSelectionChange={(key) => setView(key as View)}
          >
            {views.map((one) => {
              const Icon = icons[one]
              return (
                <SegmentedControlItem key={one} id={one} aria-label={t(`simulate.view.${one}`)}>
                  <Icon />
                </SegmentedControlItem>
              )
            })}
          </SegmentedControl>
        </div>
      </div>
      <ProblemNote problem={simulation.error} title={t('simulate.failed')} />
      {simulation.isPending && <Loading lines={6} />}
      {shown && !simulation.isError && (
        <div className={css.results} data-view={view}>
          {shown.samples.flatMap((sample, at) =>
            (sample.renderings.length > 0 ? sample.renderings : [null]).map((rendering) => (
              <ResultCard
                key={`${whose[at]?.key ?? 'proposed'} ${rendering?.locale ?? ''}`}
                name={whose[at] ? nameOf(t, whose[at].sample, at) : sample.name}
                sample={sample}
                rendering={rendering}
                view={view}
              />
            )),
          )}
        </div>
      )}
    </section>
  )
}

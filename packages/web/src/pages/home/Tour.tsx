import {
  ActionButton,
  Button,
  Disclosure,
  DisclosureHeader,
  DisclosurePanel,
  DisclosureTitle,
  LinkButton,
  Text,
} from '@react-spectrum/s2'
import CheckmarkCircle from '@react-spectrum/s2/icons/CheckmarkCircle'
import Close from '@react-spectrum/s2/icons/Close'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Loading } from '../../parts/Loading.tsx'
import { changePreferences, useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { SampleRequest } from './SampleRequest.tsx'
import { doneSteps, keep, nextStep, type Step, steps } from './steps.ts'
import { useProgress } from './useProgress.ts'

/** Leads a newcomer from the first request to their own campaign. Its ticks come from the server. */
export function Tour() {
  const t = useText()
  const { demo, report, progress, isReady } = useProgress()
  const may: Partial<Record<Step, boolean>> = {
    create: useMay('campaigns:write'),
    relay: useMay('configurations:write'),
  }
  const done = doneSteps(progress)
  const [open, setOpen] = useState<Step | null | undefined>()
  const shown = open === undefined ? nextStep(done) : open

  const remember = (what: Parameters<typeof keep>[1]) =>
    void changePreferences({ tour: keep(progress.kept, what) }).catch(() => {})

  const content: Record<Step, () => ReactNode> = {
    send: () =>
      demo ? (
        <>
          <p>{t('home.send.body', { name: demo.name })}</p>
          <SampleRequest id={demo.id} />
        </>
      ) : (
        <p>{t('home.send.none')}</p>
      ),
    inbox: () => (
      <>
        <p>{t('home.inbox.body')}</p>
        <LinkButton variant="secondary" href={{ to: '/inbox' }} onPress={() => remember('inbox')}>
          {t('home.inbox.open')}
        </LinkButton>
      </>
    ),
    report: () =>
      demo ? (
        <>
          <p>{t('home.report.body', { targeted: report?.targeted ?? 0, sent: report?.sent ?? 0 })}</p>
          <LinkButton
            variant="secondary"
            href={{ to: '/campaigns/$id', params: { id: demo.id }, search: { view: 'live' } }}
            onPress={() => remember('report')}
          >
            {t('home.report.open')}
          </LinkButton>
        </>
      ) : (
        <p>{t('home.report.none')}</p>
      ),
    create: () => (
      <>
        <p>{t('home.create.body')}</p>
        <LinkButton variant="secondary" href={{ to: '/campaigns', search: { create: true } }}>
          {t('inventory.create')}
        </LinkButton>
      </>
    ),
    relay: () => (
      <>
        <p>{t('home.relay.body')}</p>
        <LinkButton variant="secondary" href={{ to: '/admin/configurations/$id', params: { id: 'new' } }}>
          {t('home.relay.open')}
        </LinkButton>
      </>
    ),
  }

  return (
    <section className="home-card" aria-labelledby="tour">
      <header>
        <div>
          <h2 id="tour">{t('home.tour.title')}</h2>
          <p>{t('home.tour.progress', { done: done.size, all: steps.length })}</p>
        </div>
        {done.size === steps.length ? (
          <Button variant="secondary" onPress={() => remember('dismiss')}>
            {t('home.tour.finish')}
          </Button>
        ) : (
          <ActionButton isQuiet aria-label={t('home.tour.dismiss')} onPress={() => remember('dismiss')}>
            <Close />
          </ActionButton>
        )}
      </header>
      {!isReady && <Loading lines={5} />}
      {isReady && (
        <ol className="home-steps">
          {steps
            .filter((step) => may[step] ?? true)
            .map((step, at) => (
              <li key={step} data-done={done.has(step)}>
                <span className="home-mark">
                  {done.has(step) ? (
                    <CheckmarkCircle aria-label={t('home.done')} />
                  ) : (
                    <span aria-hidden="true">{at + 1}</span>
                  )}
                </span>
                <Disclosure
                  isQuiet
                  isExpanded={shown === step}
                  onExpandedChange={(expanded) => setOpen(expanded ? step : null)}
                >
                  <DisclosureHeader>
                    <DisclosureTitle level={3}>{t(`home.${step}.title`)}</DisclosureTitle>
                  </DisclosureHeader>
                  <DisclosurePanel>
                    <div className="home-step">{shown === step && content[step]()}</div>
                  </DisclosurePanel>
                </Disclosure>
              </li>
            ))}
        </ol>
      )}
    </section>
  )
}

/** Takes the tour out again after it was put away. */
export function RecallTour({ kept }: { kept: readonly string[] }) {
  const t = useText()
  return (
    <Button
      variant="secondary"
      fillStyle="outline"
      onPress={() => void changePreferences({ tour: keep(kept, 'recall') }).catch(() => {})}
    >
      <Text>{t('home.tour.recall')}</Text>
    </Button>
  )
}

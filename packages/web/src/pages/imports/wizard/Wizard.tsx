import { getImport, startImport } from '@chappe/core/api/imports'
import type { Import } from '@chappe/core/import/schema'
import { Button, ButtonGroup } from '@react-spectrum/s2'
import { getRouteApi } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { call } from '../../../api.ts'
import { queryClient, queryOf } from '../../../data.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from '../imports.module.css'
import { type ImportStep, importSteps } from '../search.ts'
import { ViewTitle } from '../ViewTitle.tsx'
import { columnName, isTried } from '../words.tsx'
import { ColumnsStep } from './ColumnsStep.tsx'
import { FileStep } from './FileStep.tsx'
import { HowStep } from './HowStep.tsx'
import { faultsOf, isSerious, remarksOf } from './mapping.ts'
import { Steps } from './Steps.tsx'
import { SummaryStep } from './SummaryStep.tsx'
import { useDraft } from './useDraft.ts'
import { useTargets } from './useTargets.ts'

const route = getRouteApi('/app/imports/$id')

/** Prepares an import, step by step; what is chosen is kept whenever a step is left. */
export function Wizard({ one, step: asked }: { one: Import; step: ImportStep }) {
  const t = useText()
  const navigate = route.useNavigate()
  const confirm = useConfirm()
  const mayWrite = useMay('profiles:write')
  const draft = useDraft(one)
  const targets = useTargets()
  const [problem, setProblem] = useState<unknown>()
  const [isBusy, setBusy] = useState<'save' | 'trial' | 'run'>()
  const [isShown, setShown] = useState(false)
  const mistakes = useRef<HTMLDivElement>(null)
  const { preview, settings } = draft
  const found = preview.data

  if (!found || !settings)
    return preview.error ? (
      <ProblemNote problem={preview.error} title={t('imports.preview.failed')} />
    ) : (
      <Loading />
    )

  const isLines = found.format === 'ndjson'
  const steps: readonly ImportStep[] = isLines
    ? importSteps.filter((step) => step !== 'columns')
    : importSteps
  const faults = isLines ? [] : faultsOf(settings)
  const wrong = isLines ? [] : remarksOf(found.columns, settings, targets).filter(isSerious)
  const isSound = faults.length === 0 && wrong.length === 0
  // Nothing after the columns makes sense before they do.
  const last = isSound ? steps.length - 1 : steps.indexOf('columns')
  const at = Math.max(0, Math.min(steps.indexOf(asked), last))
  const step = steps[at] ?? 'file'

  const act = async (what: 'save' | 'trial' | 'run', work: () => Promise<unknown>) => {
    setBusy(what)
    setProblem(undefined)
    try {
      await work()
    } catch (error) {
      setProblem(error)
    }
    setBusy(undefined)
  }
  const go = (next: ImportStep) =>
    act('save', async () => {
      const isForward = steps.indexOf(next) > at
      if (isForward && step === 'columns' && !isSound) {
        setShown(true)
        // It is drawn before it can have the focus.
        requestAnimationFrame(() => mistakes.current?.focus())
        return
      }
      setShown(false)
      if (mayWrite && isSound && step !== 'file') await draft.save()
      await navigate({ search: { step: next === 'file' ? undefined : next } })
    })
  const start = (dryRun: boolean) =>
    act(dryRun ? 'trial' : 'run', async () => {
      if (!dryRun && settings.consents === 'overwrite') {
        const isSure = await confirm({
          title: t('imports.consents.confirm'),
          body: t('imports.consents.warning.body'),
          action: t('imports.run'),
          tone: 'warning',
        })
        if (!isSure) return
      }
      await draft.save()
      const started = await call(startImport, { params: { id: one.id }, body: { dryRun } })
      queryClient.setQueryData(queryOf(getImport, { params: { id: one.id } }).queryKey, started)
    })

  return (
    <>
      <Steps steps={steps} current={step} last={last} onStep={(next) => void go(next)} />
      <section className={css.step} aria-labelledby="view-title">
        <ViewTitle view={step}>
          {t(step === 'summary' && isTried(one) ? 'imports.tried' : `imports.step.${step}.title`)}
        </ViewTitle>
        <ProblemNote problem={preview.error ?? problem} />
        {step === 'columns' && (isShown || faults.length > 0) && !isSound && (
          <div ref={mistakes} tabIndex={-1} role="alert" className={css.mistakes}>
            <strong>{t('imports.mistakes', { count: faults.length + wrong.length })}</strong>
            <ul>
              {faults.map((fault) => (
                <li key={fault}>{t(`imports.fault.${fault}`)}</li>
              ))}
              {found.columns
                .filter(({ column }) => wrong.some((one) => one.column === column))
                .map((one) => (
                  <li key={one.column}>{t('imports.fault.column', { name: columnName(t, one) })}</li>
                ))}
            </ul>
          </div>
        )}
        {step === 'file' && <FileStep draft={draft} />}
        {step === 'columns' && <ColumnsStep draft={draft} settings={settings} targets={targets} />}
        {step === 'how' && <HowStep draft={draft} settings={settings} targets={targets} />}
        {step === 'summary' && <SummaryStep one={one} draft={draft} settings={settings} targets={targets} />}
        {!mayWrite && <p className={page.quiet}>{t('imports.mayNot')}</p>}
        <ButtonGroup UNSAFE_className={css.buttons ?? ''}>
          {at > 0 && (
            <Button variant="secondary" onPress={() => void go(steps[at - 1] ?? 'file')}>
              {t('imports.back')}
            </Button>
          )}
          {step !== 'summary' && (
            <Button
              variant="accent"
              isPending={isBusy === 'save'}
              isDisabled={preview.isPlaceholderData}
              onPress={() => void go(steps[at + 1] ?? 'summary')}
            >
              {t('imports.next')}
            </Button>
          )}
          {step === 'summary' && mayWrite && (
            <>
              <Button
                variant={isTried(one) ? 'secondary' : 'accent'}
                isPending={isBusy === 'trial'}
                isDisabled={preview.isPlaceholderData || isBusy === 'run'}
                onPress={() => void start(true)}
              >
                {t(isTried(one) ? 'imports.try.again' : 'imports.try')}
              </Button>
              <Button
                variant={isTried(one) ? 'accent' : 'secondary'}
                isPending={isBusy === 'run'}
                isDisabled={preview.isPlaceholderData || isBusy === 'trial'}
                onPress={() => void start(false)}
              >
                {t('imports.run')}
              </Button>
            </>
          )}
        </ButtonGroup>
      </section>
    </>
  )
}

import type { Import, ImportSettings } from '@chappe/core/import/schema'
import { Fragment } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { sayBytes } from '../amounts.ts'
import css from '../imports.module.css'
import { Counts } from '../run/Counts.tsx'
import { Errors } from '../run/Errors.tsx'
import { isTried } from '../words.tsx'
import { hasConsents, namespacesIn, type Part, partOf } from './mapping.ts'
import type { Draft } from './useDraft.ts'
import type { Targets } from './useTargets.ts'

interface Props {
  one: Import
  draft: Draft
  settings: ImportSettings
  targets: Targets
}

/** What will be done, in words, before it is; after a dry run also what came of that. */
export function SummaryStep({ one, draft, settings, targets }: Props) {
  const t = useText()
  const intl = useIntl()
  const { mapping, mode, matchBy, consents, emptyCells } = settings
  const isLines = one.format === 'ndjson'
  const listed = (kind: Part['kind']) =>
    intl.formatList(
      mapping.filter(({ target }) => partOf(target).kind === kind).map(({ target }) => targets.say(target)),
    )
  const columns = draft.preview.data?.columns.length ?? 0
  // What the file does not have is not spoken of.
  const facts: { name: string; value: string; isSaid?: boolean }[] = [
    { name: t('imports.summary.file'), value: `${one.filename}, ${sayBytes(one.size, t.locale)}` },
    {
      name: t('imports.summary.columns'),
      value: t('imports.columns.count', { taken: mapping.length, ignored: columns - mapping.length }),
      isSaid: !isLines,
    },
    { name: t('imports.targets.identity'), value: listed('identity') },
    { name: t('imports.targets.attribute'), value: listed('attribute') },
    { name: t('imports.targets.consent'), value: listed('consent') },
    { name: t('imports.mode'), value: t(`imports.mode.${mode}`) },
    {
      name: t('imports.matchBy'),
      value: matchBy === null ? t('imports.matchBy.any') : targets.sayNamespace(matchBy),
      isSaid: isLines || namespacesIn(mapping).length > 1,
    },
    {
      name: t('imports.consents.before'),
      value: t(`imports.consents.${consents}`),
      isSaid: isLines || hasConsents(mapping),
    },
    { name: t('imports.emptyCells'), value: t(`imports.emptyCells.${emptyCells}`), isSaid: !isLines },
  ]
  return (
    <>
      {isTried(one) && (
        <>
          <div className={css.trial}>
            <p className={page.words}>{t('imports.trial.body')}</p>
            <Counts counts={one.counts} isTrial />
            <Errors one={one} most={10} />
          </div>
          <h3 className={page.heading}>{t('imports.step.summary.title')}</h3>
        </>
      )}
      <dl className={page.facts}>
        {facts
          .filter(({ value, isSaid = true }) => isSaid && value !== '')
          .map(({ name, value }) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
      </dl>
    </>
  )
}

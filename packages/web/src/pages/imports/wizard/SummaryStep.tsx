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
import { hasConsents, namespacesIn, partOf } from './mapping.ts'
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
  const names = intl.formatList(namespacesIn(mapping).map(targets.sayNamespace))
  const attributes = mapping.filter(({ target }) => partOf(target).kind === 'attribute')
  const said = mapping.filter(({ target }) => partOf(target).kind === 'consent')
  const columns = draft.preview.data?.columns.length ?? 0
  const facts: [string, string][] = [
    [t('imports.summary.file'), `${one.filename}, ${sayBytes(one.size, t.locale)}`],
    ...(isLines
      ? []
      : ([
          [
            t('imports.summary.columns'),
            t('imports.columns.count', { taken: mapping.length, ignored: columns - mapping.length }),
          ],
          [t('imports.targets.identity'), names],
          ...(attributes.length > 0
            ? [
                [
                  t('imports.targets.attribute'),
                  intl.formatList(attributes.map(({ target }) => targets.say(target))),
                ],
              ]
            : []),
          ...(said.length > 0
            ? [[t('imports.targets.consent'), intl.formatList(said.map(({ target }) => targets.say(target)))]]
            : []),
        ] as [string, string][])),
    [t('imports.mode'), t(`imports.mode.${mode}`)],
    [t('imports.matchBy'), matchBy === null ? t('imports.matchBy.any') : targets.sayNamespace(matchBy)],
    ...(isLines || hasConsents(mapping)
      ? ([[t('imports.consents'), t(`imports.consents.${consents}`)]] as [string, string][])
      : []),
    ...(isLines
      ? []
      : ([[t('imports.emptyCells'), t(`imports.emptyCells.${emptyCells}`)]] as [string, string][])),
  ]
  return (
    <>
      <dl className={page.facts}>
        {facts.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      {isTried(one) && (
        <section className={css.trial} aria-labelledby="trial">
          <h3 id="trial">{t('imports.trial.title')}</h3>
          <p className={page.quiet}>{t('imports.trial.body')}</p>
          <Counts counts={one.counts} isTrial />
          <Errors one={one} />
        </section>
      )}
    </>
  )
}

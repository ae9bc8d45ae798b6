import type { Rendering, SimulatedSample } from '@chappe/core/simulation/schema'
import { ActionButton, Content, Heading, InlineAlert, Text } from '@react-spectrum/s2'
import Download from '@react-spectrum/s2/icons/Download'
import { useId } from 'react'
import { useIntl } from 'react-intl'
import { CopyButton } from '../../../../parts/CopyButton.tsx'
import { download } from '../../../../parts/download.ts'
import { Scroller } from '../../../../parts/Scroller.tsx'
import { useText } from '../../../../text.ts'
import { localeName } from '../../../admin/languages/locales.ts'
import page from '../../campaign.module.css'
import css from '../simulate.module.css'
import { FittedSheet } from './FittedSheet.tsx'
import type { View } from './views.ts'

interface Props {
  name: string
  sample: SimulatedSample
  /** Null when nothing could be made for this person. */
  rendering: Rendering | null
  view: View
}

/** One message for one person in one locale, and what is to be said of it. */
export function ResultCard({ name, sample, rendering, view }: Props) {
  const t = useText()
  const id = useId()
  const locale = rendering?.locale ?? null
  const language = locale === null ? '' : localeName(locale, t.locale)
  return (
    <article className={css.card} aria-labelledby={id}>
      <header className={page.spread}>
        <h3 id={id} className={page.subheading}>
          {name}
          {language !== '' && <span className={css.language}>{language}</span>}
        </h3>
        {locale !== null && locale === sample.locale && (
          <span className={page.quiet}>{t('simulate.ownLocale')}</span>
        )}
      </header>
      {sample.unknownProfile && (
        <InlineAlert variant="notice">
          <Heading level={4}>{t('simulate.unknownProfile')}</Heading>
          <Content>{t('simulate.unknownProfile.body')}</Content>
        </InlineAlert>
      )}
      {rendering && <Message rendering={rendering} view={view} title={`${name} ${language}`.trim()} />}
    </article>
  )
}

function Message({ rendering, view, title }: { rendering: Rendering; view: View; title: string }) {
  const t = useText()
  const { formatNumber } = useIntl()
  const { from, subject, preheader, html, text, mime, missing, lengths, error } = rendering
  const size = (bytes: number) =>
    t('simulate.kilobytes', { size: formatNumber(bytes / 1024, { maximumFractionDigits: 1 }) })
  if (error !== null)
    return (
      <InlineAlert variant="negative">
        <Heading level={4}>{t('simulate.error')}</Heading>
        <Content>
          <span lang="en">{error}</span>
        </Content>
      </InlineAlert>
    )
  return (
    <>
      <dl className={css.heads}>
        <dt>{t('simulate.from')}</dt>
        <dd>{from || t('campaign.sender.none')}</dd>
        <dt>{t('campaign.content.subject')}</dt>
        <dd className={css.subject}>
          {subject || <em>{t('campaign.preview.noSubject')}</em>}
          <span className={css.length}>{t('simulate.characters', { count: lengths.subject })}</span>
        </dd>
        {preheader !== '' && (
          <>
            <dt>{t('campaign.content.preheader')}</dt>
            <dd>
              {preheader}
              <span className={css.length}>{t('simulate.characters', { count: lengths.preheader })}</span>
            </dd>
          </>
        )}
      </dl>
      {view === 'text' ? (
        <Scroller label={`${t('simulate.view.text')} – ${title}`} className={css.plain}>
          {text}
        </Scroller>
      ) : view === 'source' ? (
        <div className={page.tight}>
          <div className={page.row}>
            <CopyButton text={mime} size="S" />
            <ActionButton size="S" onPress={() => download(`${title}.eml`, 'message/rfc822', mime)}>
              <Download />
              <Text>{t('simulate.download')}</Text>
            </ActionButton>
          </div>
          <Scroller label={`${t('simulate.view.source')} – ${title}`} className={css.plain}>
            {mime}
          </Scroller>
        </div>
      ) : (
        <FittedSheet title={`${t('campaign.preview.frame')} – ${title}`} html={html} view={view} />
      )}
      <footer className={css.foot}>
        {missing.length > 0 && (
          <p className={css.missing}>
            {t('campaign.preview.missing')} <span className={page.code}>{missing.join(', ')}</span>
          </p>
        )}
        <p className={page.quiet}>
          {t('simulate.sizes', {
            html: size(lengths.html),
            text: size(lengths.text),
            mime: size(lengths.mime),
          })}
        </p>
      </footer>
    </>
  )
}

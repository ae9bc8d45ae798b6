import type { Fragment } from '@chappe/core/content/schema'
import { Button, ButtonGroup, Content, Heading, InlineAlert, Link, ProgressBar } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import type { MenuEntry } from '../../parts/grid/RowMenu.tsx'
import { When } from '../../parts/When.tsx'
import { useText } from '../../text.ts'
import page from '../campaign/campaign.module.css'
import { Compare } from './Compare.tsx'
import css from './fragments.module.css'

interface Props {
  fragment: Fragment
  /** The person has just published: says how it went, well too. */
  isWatching: boolean
  menu: readonly MenuEntry[]
}

/** What is to be known about a fragment before one edits it: a publication, a draft beside what is live, the archive. */
export function Notes({ fragment, isWatching, menu }: Props) {
  const t = useText()
  const [isComparing, setComparing] = useState(false)
  const { status, draft, live, liveVersion } = fragment
  const run = (id: string) => menu.find((one) => one.id === id)
  const discard = run('discard')
  const unarchive = run('unarchive')

  if (status === 'archived')
    return (
      <InlineAlert variant="neutral">
        <Heading>{t('fragments.status.archived')}</Heading>
        <Content>
          <p className={css.words}>{t('fragments.archived.note')}</p>
          {unarchive && (
            <Button variant="secondary" onPress={unarchive.run}>
              {unarchive.label}
            </Button>
          )}
        </Content>
      </InlineAlert>
    )
  return (
    <>
      <PublicationNote fragment={fragment} isWatching={isWatching} />
      {status !== 'publishing' && draft !== null && live !== null && liveVersion !== null && (
        <InlineAlert variant="informative">
          <Heading>{t('fragments.draftBeside.title')}</Heading>
          <Content>
            <p className={css.words}>{t('fragments.draftBeside.body', { number: liveVersion })}</p>
            <ButtonGroup>
              <Button
                variant="secondary"
                aria-expanded={isComparing}
                onPress={() => setComparing(!isComparing)}
              >
                {t('fragments.compare')}
              </Button>
              {discard && (
                <Button variant="secondary" onPress={discard.run}>
                  {discard.label}
                </Button>
              )}
            </ButtonGroup>
          </Content>
        </InlineAlert>
      )}
      {isComparing && status !== 'publishing' && draft !== null && live !== null && (
        <Compare kind={fragment.kind} live={live} draft={draft} onClose={() => setComparing(false)} />
      )}
    </>
  )
}

/** How far a publication is; how it ended, while that matters. */
function PublicationNote({ fragment, isWatching }: Omit<Props, 'menu'>) {
  const t = useText()
  const { status, publication } = fragment
  if (publication === null) return null
  const { done, total, errors, by, at } = publication
  if (status === 'publishing' || publication.status === 'inProgress')
    return (
      <div role="status" className={page.card}>
        <ProgressBar
          label={t(total === 0 ? 'fragments.publishing.begins' : 'fragments.publishing', { done, total })}
          value={done}
          maxValue={Math.max(total, 1)}
          isIndeterminate={total === 0}
          styles={style({ width: 'full' })}
        />
      </div>
    )
  if (publication.status === 'complete')
    return isWatching ? (
      <InlineAlert variant="positive">
        <Heading>{t('fragments.publication.complete', { count: total })}</Heading>
        <Content>
          {t('fragments.published', { who: by })}, <When instant={at} as="relative" />
        </Content>
      </InlineAlert>
    ) : null
  return (
    <InlineAlert variant="negative">
      <Heading>{t('fragments.publication.error')}</Heading>
      <Content>
        <p className={css.words}>{t('fragments.publication.errorBody')}</p>
        <ul className={css.errors}>
          {errors.map(({ campaignId, campaignName, detail }) => (
            <li key={`${campaignId} ${detail}`}>
              {campaignId === null ? (
                campaignName || t('fragments.publication.someCampaign')
              ) : (
                <Link href={{ to: '/campaigns/$id', params: { id: campaignId }, search: {} }}>
                  {campaignName}
                </Link>
              )}
              {' – '}
              <span {...(t.locale !== 'en' && { lang: 'en' })}>{detail}</span>
            </li>
          ))}
        </ul>
      </Content>
    </InlineAlert>
  )
}

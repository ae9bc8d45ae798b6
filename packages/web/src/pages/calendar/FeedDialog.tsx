import { getCalendarFeed, renewCalendarFeed, revokeCalendarFeed } from '@chappe/core/api/calendar'
import { Button, ButtonGroup, Content, Dialog, Heading, Switch, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useAction, useEndpoint } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { CopyButton } from '../../parts/CopyButton.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { When } from '../../parts/When.tsx'
import { useText } from '../../text.ts'
import css from './dialogs.module.css'

/** The address at which one's own calendar program reads the campaigns; it is shown once. */
export function FeedDialog({ onClose }: { onClose: () => void }) {
  const t = useText()
  const confirm = useConfirm()
  const feed = useEndpoint(getCalendarFeed, {})
  const renew = useAction(renewCalendarFeed, { makesStale: [getCalendarFeed] })
  const revoke = useAction(revokeCalendarFeed, { makesStale: [getCalendarFeed] })
  const known = feed.data?.feed
  const [withDrafts, setWithDrafts] = useState(false)
  const made = renew.data?.url
  const url = made && withDrafts ? `${made}?drafts=true` : made
  /** Whoever reads the address that is there now reads nothing any more. */
  const sure = (what: 'renew' | 'revoke') =>
    confirm({
      title: t(`calendar.feed.${what}.title`),
      body: t('calendar.feed.ends'),
      action: t(`calendar.feed.${what}`),
      tone: 'destructive',
    })
  return (
    <Dialog size="L">
      <Heading slot="title">{t('calendar.feed.title')}</Heading>
      <Content>
        <div className={css.form}>
          <p>{t('calendar.feed.body')}</p>
          <ProblemNote problem={feed.error ?? renew.error ?? revoke.error} />
          {feed.isPending && <Loading lines={2} />}
          {url && known && (
            <>
              <div className={css.address}>
                <TextField
                  label={t('calendar.feed.address')}
                  value={url}
                  isReadOnly
                  autoFocus
                  styles={style({ flexGrow: 1, minWidth: 240 })}
                />
                <CopyButton text={url} label={t('calendar.feed.copy')} />
              </div>
              <Switch isSelected={withDrafts} onChange={setWithDrafts}>
                {t('calendar.feed.drafts')}
              </Switch>
              <p className={css.quiet}>{t('calendar.feed.once')}</p>
            </>
          )}
          {!url && known && (
            <p>
              {t('calendar.feed.since')} <When instant={known.createdAt} />.{' '}
              {known.readAt ? (
                <>
                  {t('calendar.feed.read')} <When instant={known.readAt} as="relative" />.
                </>
              ) : (
                t('calendar.feed.unread')
              )}
            </p>
          )}
        </div>
      </Content>
      <ButtonGroup>
        {known && (
          <Button
            variant="negative"
            fillStyle="outline"
            isPending={revoke.isPending}
            onPress={async () => {
              if (await sure('revoke')) revoke.mutate({}, { onSuccess: () => renew.reset() })
            }}
          >
            {t('calendar.feed.revoke')}
          </Button>
        )}
        {feed.isSuccess && !url && (
          <Button
            key={known ? 'renew' : 'create'}
            variant="accent"
            autoFocus={!known}
            isPending={renew.isPending}
            onPress={async () => {
              if (!known || (await sure('renew'))) renew.mutate({})
            }}
          >
            {t(known ? 'calendar.feed.renew' : 'calendar.feed.create')}
          </Button>
        )}
        <Button variant="secondary" onPress={onClose}>
          {t('common.close')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}

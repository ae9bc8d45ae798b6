import { listProfileMessages } from '@chappe/core/api/profiles'
import type { Message } from '@chappe/core/message/schema'
import { ActionButton, Link, Text } from '@react-spectrum/s2'
import Clock from '@react-spectrum/s2/icons/Clock'
import Send from '@react-spectrum/s2/icons/Send'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api.ts'
import { EmptyState } from '../../../parts/EmptyState.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { MoreButton } from '../../../parts/MoreButton.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { StatusDot } from '../../../parts/StatusDot.tsx'
import { When } from '../../../parts/When.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { MessageDrawer } from '../../campaign/live/MessageDrawer.tsx'
import { toneOfMessage } from '../../campaign/live/tones.ts'
import { sayReason } from '../../campaign/live/words.ts'
import css from '../profiles.module.css'
import { useCampaignNames } from './useCampaignNames.ts'

const pageSize = 20

/** Every message to a person, with what became of it and why, and behind each all that happened to it. */
export function MessagesTab({ id }: { id: string }) {
  const t = useText()
  const mayRead = useMay('executions:read')
  const [opened, setOpened] = useState<string>()
  const list = useInfiniteQuery({
    queryKey: [listProfileMessages.id, 'pages', id],
    queryFn: ({ pageParam, signal }) =>
      call(
        listProfileMessages,
        { params: { id }, query: { limit: pageSize, ...(pageParam && { before: pageParam }) } },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ items }) => (items.length < pageSize ? undefined : items.at(-1)?.id),
    enabled: mayRead,
  })
  const items = list.data?.pages.flatMap((one) => one.items) ?? []
  const campaigns = useCampaignNames(items.map(({ campaignId }) => campaignId))
  if (!mayRead) return <p className={page.quiet}>{t('profiles.messages.mayNot')}</p>
  if (list.isPending) return <Loading lines={6} />
  if (list.isSuccess && items.length === 0)
    return (
      <EmptyState title={t('profiles.messages.none')} picture={<Send />}>
        {t('profiles.messages.none.body')}
      </EmptyState>
    )
  return (
    <section className={page.stack} aria-label={t('profiles.tab.messages')}>
      <ProblemNote problem={list.error} />
      <Scroller label={t('profiles.tab.messages')} className={page.scroller}>
        <table className={page.table}>
          <thead>
            <tr>
              <th scope="col">{t('profiles.messages.campaign')}</th>
              <th scope="col">{t('campaign.messages.status')}</th>
              <th scope="col">{t('profiles.messages.why')}</th>
              <th scope="col">{t('campaign.messages.when')}</th>
              <th scope="col" className={css.last}>
                <span className={page.hidden}>{t('campaign.message.timeline')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((message) => (
              <Row
                key={message.id}
                profileId={id}
                message={message}
                campaign={campaigns.get(message.campaignId)}
                onOpen={() => setOpened(message.id)}
              />
            ))}
          </tbody>
        </table>
      </Scroller>
      <MoreButton list={list} label={t('profiles.more')} />
      <MessageDrawer
        id={opened}
        known={items.find((one) => one.id === opened)}
        onClose={() => setOpened(undefined)}
      />
    </section>
  )
}

interface RowProps {
  profileId: string
  message: Message
  campaign: string | undefined
  onOpen: () => void
}

function Row({ profileId, message, campaign, onOpen }: RowProps) {
  const t = useText()
  const { campaignId, status, reason, address, createdAt } = message
  const name = campaign ?? t('profiles.messages.unnamed')
  return (
    <tr>
      <td>
        <Link href={{ to: '/campaigns/$id', params: { id: campaignId }, search: {} }} variant="secondary">
          {name}
        </Link>
        {address !== null && <div className={page.quiet}>{address}</div>}
      </td>
      <td>
        <StatusDot tone={toneOfMessage[status]}>{t(`campaign.message.${status}`)}</StatusDot>
      </td>
      <td>
        {reason === null ? t(`campaign.message.${status}.meaning`) : sayReason(t, reason)}
        {reason === 'no-consent' && (
          <div>
            <Link href={{ to: '/profiles/$id', params: { id: profileId }, search: { tab: 'consents' } }}>
              {t('profiles.messages.consents')}
            </Link>
          </div>
        )}
      </td>
      <td>
        <When instant={createdAt} />
      </td>
      <td>
        <div className={css.acts}>
          <ActionButton isQuiet size="S" onPress={onOpen}>
            <Clock />
            <Text>{t('campaign.message.timeline')}</Text>
          </ActionButton>
        </div>
      </td>
    </tr>
  )
}

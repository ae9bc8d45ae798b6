import { listOccurrences } from '@chappe/core/api/occurrences'
import { campaignMessagesExport, listCampaignMessages } from '@chappe/core/api/reports'
import { getVersion } from '@chappe/core/api/versions'
import type { Campaign } from '@chappe/core/campaign/schema'
import { type Message, type MessageStatus, messageStatuses } from '@chappe/core/message/schema'
import { Button, Collection, LinkButton, Picker, PickerItem, SearchField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { keepPreviousData } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { addressOf } from '../../../api.ts'
import { useEndpoint } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { StatusDot } from '../../../parts/StatusDot.tsx'
import { When } from '../../../parts/When.tsx'
import { useMay, useSession } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { MessageDrawer } from './MessageDrawer.tsx'
import css from './messages.module.css'
import { toneOfMessage } from './tones.ts'
import { sayReason } from './words.ts'

const pageSize = 20

/** The campaign's last messages; one can be opened to see all that happened to it. */
export function Messages({ campaign }: { campaign: Campaign }) {
  const t = useText()
  const mayRead = useMay('executions:read')
  const [address, setAddress] = useState('')
  const [before, setBefore] = useState<string[]>([])
  const [opened, setOpened] = useState<string>()
  const [status, setStatus] = useState<MessageStatus | 'all'>('all')
  const [occurrence, setOccurrence] = useState('all')
  const filter = useDeferredValue(address.trim())
  const sandbox = useSession().sandboxes[0]?.name
  // What is shown is what is downloaded.
  const chosen = {
    ...(filter && { address: filter }),
    ...(status !== 'all' && { status: [status] }),
    ...(occurrence !== 'all' && { occurrence }),
  }
  const isFiltered = Object.keys(chosen).length > 0
  const isFirst = before.length === 0
  const messages = useEndpoint(
    listCampaignMessages,
    {
      params: { id: campaign.id },
      query: {
        limit: pageSize,
        ...chosen,
        ...(!isFirst && { before: before.at(-1)! }),
      },
    },
    { enabled: mayRead, refetchInterval: isFirst ? 2_000 : false, placeholderData: keepPreviousData },
  )
  const sent = useEndpoint(
    listOccurrences,
    { params: { id: campaign.id }, query: { limit: 100 } },
    { enabled: mayRead && campaign.kind === 'action', refetchInterval: 10_000 },
  )
  // A variant keeps its id from version to version: the newest one has its name.
  const number = campaign.liveVersion ?? 1
  const live = useEndpoint(getVersion, { params: { id: campaign.id, number } })
  if (!mayRead) return null
  const variants = live.data?.definition.variants ?? []
  const speaksVariants = variants.length > 0
  const contentOf = ({ variant }: Message) =>
    variant === null ? t('variants.own') : (variants.find(({ id }) => id === variant)?.name ?? variant)
  const occurrences = sent.data?.items ?? []
  const items = messages.data?.items ?? []

  return (
    <section className={page.card}>
      <div className={page.spread}>
        <h2 className={page.heading}>{t('campaign.messages')}</h2>
        <div className={page.row}>
          <SearchField
            aria-label={t('campaign.messages.search')}
            placeholder={t('campaign.messages.search')}
            value={address}
            onChange={(text) => {
              setAddress(text)
              setBefore([])
            }}
            styles={style({ width: { default: 'full', md: 280 } })}
          />
          <Picker
            aria-label={t('campaign.messages.status')}
            value={status}
            onChange={(key) => {
              setStatus(key as MessageStatus | 'all')
              setBefore([])
            }}
          >
            <PickerItem id="all">{t('campaign.messages.anyStatus')}</PickerItem>
            <Collection items={messageStatuses.map((id) => ({ id }))}>
              {({ id }) => <PickerItem id={id}>{t(`campaign.message.${id}`)}</PickerItem>}
            </Collection>
          </Picker>
          {occurrences.length > 1 && (
            <Picker
              aria-label={t('campaign.messages.occurrence')}
              value={occurrence}
              onChange={(key) => {
                setOccurrence(String(key))
                setBefore([])
              }}
            >
              <PickerItem id="all">{t('campaign.messages.anyOccurrence')}</PickerItem>
              <Collection items={occurrences}>
                {({ id, number }) => (
                  <PickerItem id={id}>{t('campaign.messages.occurrenceNumber', { number })}</PickerItem>
                )}
              </Collection>
            </Picker>
          )}
          <LinkButton
            variant="secondary"
            href={addressOf(
              { path: campaignMessagesExport },
              { params: { id: campaign.id }, query: { ...chosen, sandbox } },
            )}
            download="messages.csv"
          >
            {t('campaign.messages.export')}
          </LinkButton>
        </div>
      </div>
      <ProblemNote problem={messages.error} />
      {messages.isSuccess && items.length === 0 ? (
        <p className={page.quiet}>
          {t(
            isFiltered
              ? 'campaign.messages.noMatch'
              : campaign.kind === 'action'
                ? 'campaign.messages.noneSent'
                : 'campaign.messages.none',
          )}
        </p>
      ) : (
        <Scroller label={t('campaign.messages')} className={page.scroller}>
          <table className={`${page.table} ${css.messages}`}>
            <caption className={page.hidden}>{t('campaign.messages')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('campaign.messages.to')}</th>
                <th scope="col">{t('campaign.messages.status')}</th>
                <th scope="col">{t('campaign.messages.reason')}</th>
                {speaksVariants && <th scope="col">{t('variants.message')}</th>}
                <th scope="col">{t('campaign.messages.when')}</th>
                <th scope="col" className={page.number}>
                  {t('campaign.messages.version')}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((message) => (
                <Row
                  key={message.id}
                  message={message}
                  content={speaksVariants ? contentOf(message) : undefined}
                  onOpen={() => setOpened(message.id)}
                />
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
      {(items.length === pageSize || !isFirst) && (
        <div className={page.row}>
          <Button
            variant="secondary"
            size="S"
            isDisabled={isFirst}
            onPress={() => setBefore((pages) => pages.slice(0, -1))}
          >
            {t('campaign.messages.newer')}
          </Button>
          <Button
            variant="secondary"
            size="S"
            isDisabled={items.length < pageSize}
            // The page after one that is not there yet is not known.
            isPending={messages.isPlaceholderData}
            onPress={() => setBefore((pages) => [...pages, items.at(-1)!.id])}
          >
            {t('campaign.messages.older')}
          </Button>
        </div>
      )}
      <MessageDrawer
        id={opened}
        known={items.find(({ id }) => id === opened)}
        onClose={() => setOpened(undefined)}
      />
    </section>
  )
}

interface RowProps {
  message: Message
  /** The name of what it says; undefined where all say the same. */
  content: string | undefined
  onOpen: () => void
}

function Row({ message, content, onOpen }: RowProps) {
  const t = useText()
  return (
    <tr onClick={onOpen}>
      <td>
        <button type="button" className={css.open}>
          {message.address ?? t('campaign.messages.noAddress')}
        </button>
      </td>
      <td>
        <StatusDot tone={toneOfMessage[message.status]}>{t(`campaign.message.${message.status}`)}</StatusDot>
      </td>
      <td>{message.reason === null ? '' : sayReason(t, message.reason)}</td>
      {content !== undefined && <td>{content}</td>}
      <td className={css.when}>
        <When instant={message.createdAt} as="short" />
      </td>
      <td className={page.number}>{message.version}</td>
    </tr>
  )
}

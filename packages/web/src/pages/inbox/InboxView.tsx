import { emptyInbox, getInboxMessage, listInbox, listInboxEntries } from '@chappe/core/api/inbox'
import { Button, LinkButton, SearchField } from '@react-spectrum/s2'
import Email from '@react-spectrum/s2/icons/Email'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { keepPreviousData } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useAction, useEndpoint } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { notify } from '../../parts/toast.ts'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { Entries } from './Entries.tsx'
import css from './inbox.module.css'
import { OpenedMessage } from './OpenedMessage.tsx'

const pageSize = 50
const pace = 2_000

/** The built-in mailbox: what was caught, newest first, and the message that is opened beside it. */
export function InboxView({ search, opened }: { search: string; opened: string | undefined }) {
  const t = useText()
  const [limit, setLimit] = useState(pageSize)
  const entries = useEndpoint(
    listInboxEntries,
    { query: { limit, ...(search !== '' && { search }) } },
    { refetchInterval: pace, placeholderData: keepPreviousData },
  )
  const items = entries.data?.items ?? []
  const total = entries.data?.total ?? 0
  const isEmpty = entries.isSuccess && total === 0 && search === ''

  return (
    <Page
      title={t('inbox.title')}
      lead={t('inbox.lead')}
      actions={total > 0 && <EmptyButton count={total} />}
    >
      <ProblemNote problem={entries.error} />
      {isEmpty && opened === undefined ? (
        <EmptyState
          title={t('inbox.empty.title')}
          picture={<Email />}
          actions={
            <LinkButton variant="accent" href={{ to: '/campaigns', search: { tab: 'api' } }}>
              {t('inbox.empty.action')}
            </LinkButton>
          }
        >
          {t('inbox.empty.body')}
        </EmptyState>
      ) : (
        <div className={css.split} data-opened={opened !== undefined || undefined}>
          <div className={css.list}>
            <Search search={search} />
            <p className={css.count} role="status">
              {entries.isSuccess && t(search === '' ? 'inbox.count' : 'inbox.found', { count: total })}
            </p>
            <Entries items={items} opened={opened} search={search} />
            {items.length < total && limit < 200 && (
              <Button
                variant="secondary"
                size="S"
                onPress={() => setLimit((before) => Math.min(before + pageSize, 200))}
              >
                {t('inbox.more')}
              </Button>
            )}
          </div>
          <div className={css.message}>
            {opened === undefined ? (
              <p className={css.hint}>{t('inbox.choose')}</p>
            ) : (
              <OpenedMessage key={opened} id={opened} search={search} />
            )}
          </div>
        </div>
      )}
    </Page>
  )
}

function Search({ search }: { search: string }) {
  const t = useText()
  const navigate = useNavigate()
  const [typed, setTyped] = useState(search)
  useEffect(() => setTyped(search), [search])
  useEffect(() => {
    if (typed === search) return
    const timer = setTimeout(
      () =>
        void navigate({
          to: '.',
          search: typed === '' ? {} : { q: typed },
          replace: true,
          resetScroll: false,
        }),
      250,
    )
    return () => clearTimeout(timer)
  }, [typed, search, navigate])
  return (
    <SearchField
      aria-label={t('inbox.search')}
      placeholder={t('inbox.search')}
      value={typed}
      onChange={setTyped}
      styles={style({ width: 'full' })}
    />
  )
}

function EmptyButton({ count }: { count: number }) {
  const t = useText()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const mayEmpty = useMay('inbox:write')
  const empty = useAction(emptyInbox, { makesStale: [listInbox, listInboxEntries, getInboxMessage] })
  if (!mayEmpty) return null
  const press = async () => {
    const sure = await confirm({
      title: t('inbox.emptying.title'),
      body: t('inbox.emptying.body', { count }),
      action: t('inbox.emptying'),
      tone: 'destructive',
    })
    if (!sure) return
    empty.mutate(
      {},
      {
        onSuccess: () => {
          notify.positive(t('inbox.emptying.done'))
          void navigate({ to: '/inbox', search: {} })
        },
      },
    )
  }
  return (
    <>
      <ProblemNote problem={empty.error} />
      <Button variant="secondary" isPending={empty.isPending} onPress={() => void press()}>
        {t('inbox.emptying')}
      </Button>
    </>
  )
}

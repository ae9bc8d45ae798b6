import './admin.css'
import { archiveTopic, listTopics, orderTopics, restoreTopic } from '@chappe/core/api/topics'
import type { Topic } from '@chappe/core/consent/topic'
import { Button, Text } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import Tag from '@react-spectrum/s2/icons/Tag'
import { useState } from 'react'
import { useAction, useEndpoint } from '../../data.ts'
import { useConfirm } from '../../parts/Confirm.tsx'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { notify } from '../../parts/toast.ts'
import { useMay } from '../../session.ts'
import { useText } from '../../text.ts'
import { lastPlace } from './topics/form.ts'
import { inOrder } from './topics/order.ts'
import { TopicDialog } from './topics/TopicDialog.tsx'
import { TopicList } from './topics/TopicList.tsx'
import { TopicWords } from './topics/TopicWords.tsx'
import css from './topics/topics.module.css'

/** What people can subscribe to. */
export function TopicsPage() {
  const t = useText()
  const confirm = useConfirm()
  const mayWrite = useMay('configurations:write')
  const list = useEndpoint(listTopics, {})
  const order = useAction(orderTopics, { makesStale: [listTopics], inTurn: true })
  const archive = useAction(archiveTopic, { makesStale: [listTopics] })
  const restore = useAction(restoreTopic, { makesStale: [listTopics] })
  const [open, setOpen] = useState<'create' | Topic>()
  /** As they were put last, until the server has them so. */
  const [placed, place] = useState<readonly string[]>()
  const known = list.data?.items ?? []
  const items = placed ? inOrder(known, placed) : known
  const offered = items.filter(({ archivedAt }) => archivedAt === null)
  const archived = items.filter(({ archivedAt }) => archivedAt !== null)

  const put = (keys: readonly string[]) => {
    // The row stands at its new place at once; what the server makes of it follows.
    place(keys)
    order.mutate({ body: { keys: [...keys] } }, { onSettled: () => place(undefined) })
  }
  const putAway = async ({ key, name }: Topic) => {
    const sure = await confirm({
      title: t('topics.archive.title', { name: name[t.locale] }),
      body: t('topics.archive.body'),
      action: t('topics.archive'),
      tone: 'warning',
    })
    if (!sure) return
    archive.mutate(
      { params: { key } },
      { onSuccess: () => notify.positive(t('topics.archive.done', { name: name[t.locale] })) },
    )
  }
  const bringBack = ({ key, name }: Topic) =>
    restore.mutate(
      { params: { key } },
      { onSuccess: () => notify.positive(t('topics.restored', { name: name[t.locale] })) },
    )

  const create = mayWrite && (
    <Button variant="accent" onPress={() => setOpen('create')}>
      <Add />
      <Text>{t('topics.create')}</Text>
    </Button>
  )
  const close = () => setOpen(undefined)
  return (
    <Page title={t('topics.title')} lead={t('topics.lead')} actions={items.length > 0 && create}>
      <ProblemNote problem={list.error ?? order.error ?? archive.error ?? restore.error} />
      {list.isPending && <Loading />}
      {list.isSuccess && items.length === 0 && (
        <EmptyState title={t('topics.empty')} picture={<Tag />} actions={create}>
          {t('topics.empty.body')}
        </EmptyState>
      )}
      {offered.length > 0 && (
        <>
          {mayWrite && offered.length > 1 && <p className="admin-hint">{t('topics.list.help')}</p>}
          <TopicList
            topics={offered}
            isReadOnly={!mayWrite}
            onOrder={put}
            onEdit={setOpen}
            onArchive={(topic) => void putAway(topic)}
          />
        </>
      )}
      {archived.length > 0 && (
        <section className={css.archived} aria-labelledby="archived-topics">
          <h2 id="archived-topics">{t('topics.archived')}</h2>
          <p className="admin-hint">{t('topics.archived.help')}</p>
          <ul className={css.list}>
            {archived.map((topic) => (
              <li key={topic.key} className={css.row}>
                <TopicWords topic={topic} />
                {mayWrite && (
                  <Button variant="secondary" size="S" onPress={() => bringBack(topic)}>
                    {t('topics.restore')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <DialogContainer onDismiss={close}>
        {open && (
          <TopicDialog
            topic={open === 'create' ? undefined : open}
            position={lastPlace(items)}
            onClose={close}
          />
        )}
      </DialogContainer>
    </Page>
  )
}

import {
  type FeedbackSource,
  listFeedbackSources,
  switchFeedbackSource,
  tryFeedbackSource,
} from '@chappe/core/api/feedback-sources'
import { Button, ButtonGroup, Content, Dialog, Heading, InlineAlert } from '@react-spectrum/s2'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api.ts'
import { useAction } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import { sayWhy } from '../suppressions/words.ts'

interface Props {
  source: FeedbackSource
  onClose: () => void
  onEdit: (source: FeedbackSource) => void
}

/** Opens a mailbox, and says what is in it and what it would count as; nothing is changed by looking. */
export function TrialDialog({ source, onClose, onEdit }: Props) {
  const t = useText()
  const { id, name, active } = source
  // Opening the dialog is the question: asked once, and again only when somebody says so.
  const trial = useQuery({
    queryKey: [tryFeedbackSource.id, id],
    queryFn: ({ signal }) => call(tryFeedbackSource, { params: { id } }, signal),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const start = useAction(switchFeedbackSource, { makesStale: [listFeedbackSources] })
  const found = trial.isFetching ? undefined : trial.data
  const begin = () =>
    start.mutate(
      { params: { id }, body: { active: true } },
      {
        onSuccess: () => {
          notify.positive(t('admin.sources.try.started', { name }))
          onClose()
        },
      },
    )
  return (
    <Dialog size="L">
      <Heading slot="title">{t('admin.sources.try.title', { name })}</Heading>
      <Content>
        <div className="admin-stack">
          <ProblemNote problem={(trial.isFetching ? null : trial.error) ?? start.error} />
          {trial.isFetching && (
            <>
              <Loading />
              <p className="admin-hint">{t('admin.sources.try.running')}</p>
            </>
          )}
          {found && !found.ok && (
            <InlineAlert variant="negative">
              <Heading level={3}>{t('admin.sources.try.failed')}</Heading>
              <Content>{found.problem}</Content>
            </InlineAlert>
          )}
          {found?.ok && (
            <>
              <InlineAlert variant="positive">
                <Heading level={3}>{t('admin.sources.try.good')}</Heading>
                <Content>
                  {t('admin.sources.try.mails', { mails: found.mails, waiting: found.waiting })}
                </Content>
              </InlineAlert>
              {found.first.length > 0 && (
                <>
                  <h3>{t('admin.sources.try.first')}</h3>
                  <ul className="admin-list">
                    {found.first.map(({ from, subject, at, meaning, detail }, n) => (
                      <li key={n}>
                        <strong>{t(`admin.sources.meaning.${meaning}`)}</strong>{' '}
                        {meaning === 'bounce' && detail !== '' && (
                          <span>{sayWhy(t, detail.replace(/^\w+:/, ''))} </span>
                        )}
                        {at !== null && <When instant={at} />}
                        <p className="admin-hint">{[subject, from].filter(Boolean).join(' – ')}</p>
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </>
          )}
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.close')}
        </Button>
        <Button variant="secondary" onPress={() => onEdit(source)}>
          {t('admin.sources.edit')}
        </Button>
        <Button variant="secondary" isPending={trial.isFetching} onPress={() => void trial.refetch()}>
          {t('admin.sources.try.again')}
        </Button>
        {!active && (
          <Button variant="accent" isDisabled={!found?.ok} isPending={start.isPending} onPress={begin}>
            {t('admin.sources.try.start')}
          </Button>
        )}
      </ButtonGroup>
    </Dialog>
  )
}

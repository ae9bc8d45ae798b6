import { type FeedbackSource, listFeedback } from '@chappe/core/api/feedback-sources'
import { Button, ButtonGroup, Content, Dialog, Heading } from '@react-spectrum/s2'
import { useEndpoint } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { When } from '../../../parts/When.tsx'
import { useText } from '../../../text.ts'
import { sayWhy } from '../suppressions/words.ts'

/** What a source told lately, in its provider's words. */
export function NoticesDialog({ source, onClose }: { source: FeedbackSource; onClose: () => void }) {
  const t = useText()
  const list = useEndpoint(listFeedback, { params: { id: source.id } })
  const items = list.data?.items ?? []
  return (
    <Dialog size="L">
      <Heading slot="title">{`${source.name} – ${t('admin.sources.notices')}`}</Heading>
      <Content>
        <ProblemNote problem={list.error} />
        {list.isPending && <Loading />}
        {list.isSuccess && items.length === 0 && (
          <p className="admin-hint">{t('admin.sources.notices.none')}</p>
        )}
        <ul className="admin-list">
          {items.map(({ id, kind, address, detail, receivedAt }) => (
            <li key={id}>
              <strong>{address ?? '—'}</strong>{' '}
              <span>{sayWhy(t, kind === 'complaint' ? 'spam-complaint' : kind.replace(/^\w+:/, ''))}</span>{' '}
              <When instant={receivedAt} />
              <p className="admin-hint">{detail}</p>
            </li>
          ))}
        </ul>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.close')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}

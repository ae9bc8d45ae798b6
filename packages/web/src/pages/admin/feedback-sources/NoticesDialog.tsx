import { type FeedbackSource, getFeedbackMail, listFeedback } from '@chappe/core/api/feedback-sources'
import { ActionButton, Content, Dialog, Heading } from '@react-spectrum/s2'
import { useState } from 'react'
import { useEndpoint } from '../../../data.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { When } from '../../../parts/When.tsx'
import { useText, type Words } from '../../../text.ts'
import { sayWhy } from '../suppressions/words.ts'

/** What a source told lately, in its provider's words. */
export function NoticesDialog({ source, onClose }: { source: FeedbackSource; onClose: () => void }) {
  const t = useText()
  const list = useEndpoint(listFeedback, { params: { id: source.id } })
  const [opened, setOpened] = useState<string>()
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
          {items.map(({ id, kind, address, detail, mail, receivedAt }) => (
            <li key={id}>
              <strong>{address ?? '—'}</strong> <span>{sayKind(t, kind)}</span> <When instant={receivedAt} />
              <p className="admin-hint">{detail}</p>
              {mail && opened !== id && (
                <ActionButton size="S" onPress={() => setOpened(id)}>
                  {t('admin.sources.notices.mail')}
                </ActionButton>
              )}
              {opened === id && <KeptMail source={source.id} notice={id} />}
            </li>
          ))}
        </ul>
      </Content>
      <DialogButtons onClose={onClose} />
    </Dialog>
  )
}

/** What a notice is about, and why; `hard:invalid-recipient` says both. */
function sayKind(t: Words, kind: string): string {
  if (kind === 'unread' || kind === 'unsubscribe') return t(`admin.sources.notices.${kind}`)
  return sayWhy(t, kind === 'complaint' ? 'spam-complaint' : kind.replace(/^\w+:/, ''))
}

function KeptMail({ source, notice }: { source: string; notice: string }) {
  const mail = useEndpoint(getFeedbackMail, { params: { id: source, notice } })
  if (mail.isPending) return <Loading />
  if (mail.isError) return <ProblemNote problem={mail.error} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className="admin-code" tabIndex={0}>
      {mail.data.raw}
    </pre>
  )
}

import { getMessage } from '@chappe/core/api/executions'
import { getVersion } from '@chappe/core/api/versions'
import type { CampaignVersion } from '@chappe/core/campaign/schema'
import type { Message } from '@chappe/core/message/schema'
import { CloseButton, Link } from '@react-spectrum/s2'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useIntl } from 'react-intl'
import { useEndpoint } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { StatusDot } from '../../../parts/StatusDot.tsx'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { useGoesToInbox } from '../preview/useGoesToInbox.ts'
import { shownOf } from '../variants/lens.ts'
import css from './messages.module.css'
import { toneOfMessage } from './tones.ts'
import { sayEvent, sayReason } from './words.ts'

interface Props {
  id: string | undefined
  /** What the list knows of it already. */
  known: Message | undefined
  onClose: () => void
}

/** One message and all that happened to it, at the side of the page. */
export function MessageDrawer({ id, known, onClose }: Props) {
  const t = useText()
  return (
    <ModalOverlay
      className={css.overlay ?? ''}
      isOpen={id !== undefined}
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      <Modal className={css.drawer ?? ''}>
        <Dialog className={css.dialog ?? ''}>
          <div className={page.spread}>
            <Heading slot="title" className={css.title ?? ''}>
              {t('campaign.message')}
            </Heading>
            <CloseButton aria-label={t('common.close')} onPress={onClose} />
          </div>
          {id !== undefined && <Told id={id} known={known} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Told({ id, known }: { id: string; known: Message | undefined }) {
  const t = useText()
  const mayReadPeople = useMay('profiles:read')
  const fresh = useEndpoint(getMessage, { params: { id } }, { refetchInterval: 2_000 })
  const message = fresh.data ?? known
  const { data: sent } = useEndpoint(
    getVersion,
    { params: { id: message?.campaignId ?? '', number: message?.version ?? 1 } },
    { enabled: message !== undefined },
  )
  if (!message) return fresh.error ? <ProblemNote problem={fresh.error} /> : <Loading />
  const { address, status, reason, reply, attempts, version, variant, executionId, profileId } = message
  return (
    <>
      <dl className={page.facts}>
        <dt>{t('campaign.messages.to')}</dt>
        <dd>{address ?? t('campaign.messages.noAddress')}</dd>
        <dt>{t('campaign.messages.status')}</dt>
        <dd>
          <StatusDot tone={toneOfMessage[status]}>{t(`campaign.message.${status}`)}</StatusDot>
        </dd>
        <dt>{t('campaign.message.meaning')}</dt>
        <dd>{reason === null ? t(`campaign.message.${status}.meaning`) : sayReason(t, reason)}</dd>
        {reply !== null && (
          <>
            <dt>{t('campaign.message.reply')}</dt>
            <dd className={page.code} lang="en">
              {reply}
            </dd>
          </>
        )}
        <dt>{t('campaign.message.attempts')}</dt>
        <dd>{attempts}</dd>
        <dt>{t('campaign.messages.version')}</dt>
        <dd>{version}</dd>
        {variant !== null && (
          <>
            <dt>{t('variants.message')}</dt>
            <dd>{sent?.definition.variants.find(({ id }) => id === variant)?.name ?? variant}</dd>
          </>
        )}
        <dt>{t('campaign.message.id')}</dt>
        <dd className={page.code}>{id}</dd>
        {executionId !== null && (
          <>
            <dt>{t('campaign.message.execution')}</dt>
            <dd className={page.code}>{executionId}</dd>
          </>
        )}
        {profileId !== null && (
          <>
            <dt>{t('campaign.message.profile')}</dt>
            <dd className={page.code}>
              {mayReadPeople ? (
                <Link href={{ to: '/profiles/$id', params: { id: profileId }, search: {} }}>{profileId}</Link>
              ) : (
                profileId
              )}
            </dd>
          </>
        )}
      </dl>
      <h3 className={page.heading}>{t('campaign.message.timeline')}</h3>
      <Timeline entries={message.timeline} isSent={status === 'sent'} />
      {status === 'sent' && address !== null && (
        <InboxLink version={sent} variant={variant} address={address} />
      )}
    </>
  )
}

interface InboxProps {
  version: CampaignVersion | undefined
  variant: string | null
  address: string
}

function InboxLink({ version, variant, address }: InboxProps) {
  const t = useText()
  const said = version && shownOf(version.definition, variant)
  const goesToInbox = useGoesToInbox(said?.channelConfigurationId ?? null)
  if (!goesToInbox) return null
  return <Link href={{ to: '/inbox', search: { q: address } }}>{t('campaign.message.inbox')}</Link>
}

function Timeline({ entries, isSent }: { entries: Message['timeline']; isSent: boolean }) {
  const t = useText()
  const intl = useIntl()
  return (
    <ol className={css.timeline}>
      {entries.map(({ at, what, detail }, i) => (
        <li key={i}>
          <time dateTime={at}>
            {intl.formatDate(at, {
              day: 'numeric',
              month: 'short',
              hour: '2-digit',
              minute: '2-digit',
              second: '2-digit',
            })}
          </time>
          {/* What bounced at once was never sent. */}
          <strong>{sayEvent(t, isSent && what === 'bounced' ? 'bouncedLater' : what)}</strong>
          {detail !== null && detail !== '' && <span className={page.code}>{sayReason(t, detail)}</span>}
        </li>
      ))}
    </ol>
  )
}

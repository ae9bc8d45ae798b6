import { getProofJob, listProofJobs } from '@chappe/core/api/simulations'
import type { CampaignVersion } from '@chappe/core/campaign/schema'
import { variantOf } from '@chappe/core/campaign/variants'
import type { Proof, ProofJob } from '@chappe/core/simulation/schema'
import { ActionButton, Link, Text } from '@react-spectrum/s2'
import ChevronDown from '@react-spectrum/s2/icons/ChevronDown'
import ChevronRight from '@react-spectrum/s2/icons/ChevronRight'
import Email from '@react-spectrum/s2/icons/Email'
import { getRouteApi } from '@tanstack/react-router'
import { useEndpoint } from '../../../../data.ts'
import { EmptyState } from '../../../../parts/EmptyState.tsx'
import { Loading } from '../../../../parts/Loading.tsx'
import { ProblemNote } from '../../../../parts/ProblemNote.tsx'
import { StatusDot, type Tone } from '../../../../parts/StatusDot.tsx'
import { When } from '../../../../parts/When.tsx'
import { isMessage, useText } from '../../../../text.ts'
import { localeName } from '../../../admin/languages/locales.ts'
import page from '../../campaign.module.css'
import { useGoesToInbox } from '../../preview/useGoesToInbox.ts'
import css from '../simulate.module.css'

const route = getRouteApi('/app/campaigns/$id/simulate')

const jobTones: Record<ProofJob['status'], Tone> = {
  created: 'info',
  processing: 'info',
  submitted: 'positive',
  partially_failed: 'notice',
  failed: 'negative',
}
const proofTones: Record<Proof['status'], Tone> = {
  created: 'info',
  sending: 'info',
  submitted: 'positive',
  failed: 'negative',
}
const isUnderWay = ({ status }: Pick<ProofJob, 'status'>) => status === 'created' || status === 'processing'
/** Milliseconds between two looks at what is under way. */
const pace = 1_500

interface Props {
  campaignId: string
  /** Whose words tell what the jobs are of. */
  version: CampaignVersion
  onOpen: (job: string | undefined) => void
}

/** The proofs that were sent, newest first, and what became of each message. */
export function ProofJobs({ campaignId, version, onOpen }: Props) {
  const t = useText()
  const { job: opened } = route.useSearch()
  const goesToInbox = useGoesToInbox(version.definition.channelConfigurationId)
  const jobs = useEndpoint(
    listProofJobs,
    { params: { id: campaignId } },
    { refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? pace : false) },
  )
  const items = jobs.data?.items ?? []
  if (jobs.isPending) return <Loading />
  if (items.length === 0)
    return (
      <>
        <ProblemNote problem={jobs.error} />
        <EmptyState title={t('proofs.empty')} picture={<Email />}>
          {t('proofs.empty.body')}
        </EmptyState>
      </>
    )
  return (
    <section className={page.stack} aria-label={t('proofs.list')}>
      <ProblemNote problem={jobs.error} />
      {goesToInbox && (
        <p className={page.words}>
          <Link href={{ to: '/inbox', search: {} }}>{t('proofs.inbox')}</Link>
        </p>
      )}
      <ul className={css.jobs}>
        {items.map((job) => {
          const isOpen = job.id === opened
          return (
            <li key={job.id} className={css.job}>
              <div className={css.jobHead}>
                <ActionButton
                  isQuiet
                  size="S"
                  aria-expanded={isOpen}
                  onPress={() => onOpen(isOpen ? undefined : job.id)}
                >
                  {isOpen ? <ChevronDown /> : <ChevronRight />}
                  <Text>{t('proofs.details')}</Text>
                </ActionButton>
                <span className={css.kind}>{t(`proofs.purpose.${job.purpose}`)}</span>
                <StatusDot tone={jobTones[job.status]}>{t(`proofs.job.${job.status}`)}</StatusDot>
                <span>
                  {t('proofs.counts', {
                    submitted: job.submitted,
                    targeted: job.targeted,
                    failed: job.failed,
                  })}
                </span>
                <span className={page.quiet}>
                  {t('campaign.version', { number: job.version })}
                  {job.variant !== null &&
                    ` · ${variantOf(version.definition, job.variant)?.name ?? job.variant}`}{' '}
                  · {job.createdBy} · <When instant={job.createdAt} />
                </span>
              </div>
              {isOpen && <Details campaignId={campaignId} jobId={job.id} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Details({ campaignId, jobId }: { campaignId: string; jobId: string }) {
  const t = useText()
  const job = useEndpoint(
    getProofJob,
    { params: { id: campaignId, jobId } },
    { refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? pace : false) },
  )
  if (job.error) return <ProblemNote problem={job.error} />
  if (!job.data) return <Loading lines={3} />
  const speaks = job.data.proofs.some(({ locale }) => locale !== null)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={page.scroller} aria-label={t('proofs.details')} tabIndex={0}>
      <table className={page.table}>
        <thead>
          <tr>
            <th scope="col">{t('proofs.address')}</th>
            <th scope="col">{t('proofs.person')}</th>
            {speaks && <th scope="col">{t('proofs.locale')}</th>}
            <th scope="col">{t('inventory.column.status')}</th>
            <th scope="col">{t('proofs.answer')}</th>
          </tr>
        </thead>
        <tbody>
          {job.data.proofs.map((proof) => (
            <tr key={proof.id}>
              <td>{proof.address}</td>
              <td>{proof.sampleName}</td>
              {speaks && <td>{proof.locale !== null && localeName(proof.locale, t.locale)}</td>}
              <td>
                <StatusDot tone={proofTones[proof.status]}>{t(`proofs.status.${proof.status}`)}</StatusDot>
              </td>
              <td>
                <Reason proof={proof} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Why a proof did not leave, and the relay's own words. */
function Reason({ proof: { reason, reply } }: { proof: Proof }) {
  const t = useText()
  const id = `campaign.reason.${reason}`
  return (
    <>
      {reason !== null && <div>{isMessage(id) ? t(id) : <span lang="en">{reason}</span>}</div>}
      {reply !== null && (
        <div className={page.code} lang="en">
          {reply}
        </div>
      )}
    </>
  )
}

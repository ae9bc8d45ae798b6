import { analyzeDefinition, samplesOf } from '@chappe/core/campaign/content'
import type { Category } from '@chappe/core/campaign/schema'
import { withVariant } from '@chappe/core/campaign/variants'
import type { Sample } from '@chappe/core/simulation/schema'
import { SendProofs, sendProofsKind } from '../app/proofs/job.ts'
import { type Content, compileVersion } from '../app/rendering/compile.ts'
import { fragmentsFor } from '../app/rendering/fragments.ts'
import type { Values } from '../app/rendering.ts'
import { type Person, valuesOf } from '../app/simulations.ts'
import { trackingTokens } from '../app/tracking.ts'
import type { Outcome } from '../channels/outcome.ts'
import type { OutgoingMail, Sender } from '../channels/provider.ts'
import * as configurations from '../store/configurations.ts'
import * as deliveries from '../store/deliveries.ts'
import * as store from '../store/proofs.ts'
import * as recipients from '../store/recipients.ts'
import { readVersion } from '../store/versions.ts'
import type { WorkerContext } from './context.ts'
import { readAddress } from './item.ts'
import type { OpenSender } from './ports.ts'
import { again, type Step } from './step.ts'
import { openConfiguration } from './targets.ts'

/** Proofs under way together: as many may be left without an answer by a crash. */
const pageSize = 10
/** Milliseconds after which no further message of a page is begun, well within the lease. */
const pagePatience = 60_000

/** What the proofs of one job are made and sent with. */
interface Press {
  readonly content: Content
  readonly samples: Values
  readonly sender: Sender
}

class Impossible extends Error {
  readonly reason: string

  constructor(reason: string, message: string) {
    super(message)
    this.reason = reason
  }
}

/**
 * Sends the proofs of one job, page by page:
 *
 *   created ──intent──▶ sending ──▶ submitted | failed
 *
 * No ledger, no counters, no consent; the suppression list holds. Whatever a crash left in `sending` may have
 * arrived: it is told as failed, `interrupted`, and is not sent again.
 */
export const sendProofsStep: Step = {
  kind: sendProofsKind,
  lease: 180,
  attempts: 10,
  async run(worker, payload, open, renew) {
    const { sandboxId, jobId } = SendProofs.parse(payload)
    const { db, now, draining } = worker
    const told = { reason: 'interrupted', reply: 'The worker ended before the answer; it may have arrived.' }
    await store.failAll(db, { sandboxId, jobId }, ['sending'], { ...told, at: now() })
    let press: Press | undefined
    try {
      press = await opened(worker, { sandboxId, jobId }, open)
      while (await renew()) {
        if (draining.aborted) return again
        const page = await store.begin(db, sandboxId, jobId, pageSize)
        if (page.length === 0) break
        await store.settle(db, sandboxId, await sendPage(worker, { sandboxId, jobId }, press, page), now())
      }
    } catch (error) {
      if (!(error instanceof Impossible)) throw error
      const why = { reason: error.reason, reply: error.message.slice(0, 500), at: now() }
      await store.failAll(db, { sandboxId, jobId }, ['created'], why)
    } finally {
      await press?.sender.close()
    }
    return (await store.conclude(db, sandboxId, jobId, now())) ? {} : again
  },
  async gaveUp({ db, now }, payload, reason) {
    const job = SendProofs.parse(payload)
    const at = now()
    await store.failAll(db, job, ['sending'], { reason: 'interrupted', reply: reason.slice(0, 500), at })
    await store.failAll(db, job, ['created'], { reason: 'error', reply: reason.slice(0, 500), at })
    await store.conclude(db, job.sandboxId, job.jobId, at)
  },
}

/** Throws Impossible with what the proofs are to be told. */
async function opened(
  worker: WorkerContext,
  { sandboxId, jobId }: SendProofs,
  open: OpenSender,
): Promise<Press> {
  const job = await store.find(worker.db, sandboxId, jobId)
  const row = job && (await deliveries.versionOf(worker.db, { sandboxId, ...job }))
  if (!row) throw new Impossible('version-missing', 'The campaign or its version is gone.')
  const version = readVersion(row)
  const said = withVariant(version.definition, job.variant)
  if (!said) throw new Impossible('version-missing', 'The version has lost its variant.')
  const wanted = said.channelConfigurationId
  const configuration = wanted && (await configurations.find(worker.db, sandboxId, wanted))
  if (!configuration) throw new Impossible('configuration-missing', 'The channel configuration is gone.')
  const fragments = await fragmentsFor({ db: worker.db, sandboxId }, { ...version, definition: said })
  // There is nothing to count, so links lead straight to where they lead.
  const definition = { ...said, tracking: { opens: false, clicks: false } }
  const content = compileVersion(worker, {
    definition,
    variant: null,
    fragments,
    category: row.category as Category,
    settings: configuration.settings,
    tokens: trackingTokens(worker.secrets),
  })
  const { variables } = analyzeDefinition(definition, fragments)
  try {
    const sender = open(openConfiguration(worker, configuration))
    return { content, samples: samplesOf(definition, variables), sender }
  } catch (error) {
    throw new Impossible('configuration-unusable', (error as Error).message)
  }
}

async function sendPage(
  worker: WorkerContext,
  { sandboxId, jobId }: SendProofs,
  { content, samples, sender }: Press,
  page: readonly store.ProofRow[],
): Promise<store.Ending[]> {
  const people = await valuesOf({ db: worker.db, sandboxId }, page.map(sampleOf), samples)
  const refused = await suppressedAmong(worker, sandboxId, page)
  const endings = new Map<string, store.Ending>()
  const end = (id: string, ending: Omit<store.Ending, 'id'>) => void endings.set(id, { id, ...ending })
  const mails: OutgoingMail[] = []
  for (const [n, proof] of page.entries()) {
    const reason = refused(proof.address) ?? (isUnknown(people[n]!, proof) ? 'unknown-profile' : undefined)
    if (reason) end(proof.id, { status: 'failed', reason, reply: null })
    else
      try {
        mails.push(made(worker, { sandboxId, jobId }, content, proof, people[n]!))
      } catch (error) {
        const reply = (error as Error).message.slice(0, 500)
        end(proof.id, { status: 'failed', reason: 'rendering', reply })
      }
  }
  const signal = AbortSignal.any([worker.draining, AbortSignal.timeout(pagePatience)])
  await sender
    .send(mails, (index, outcome) => end(mails[index]!.id, endingOf(outcome)), { signal })
    .catch((error) => worker.log.error({ err: error, job: jobId }, 'Proofs could not be sent'))
  for (const { id } of mails)
    if (!endings.has(id))
      end(id, { status: 'failed', reason: 'uncertain', reply: 'There was no answer; it may have arrived.' })
  return [...endings.values()]
}

const sampleOf = ({ sample }: store.ProofRow): Sample => {
  const { name, namespace, userId, profile, context } = sample
  return {
    name,
    ...(namespace !== undefined && userId !== undefined && { identity: { namespace, value: userId } }),
    ...(profile && { profile }),
    ...(context && { context }),
  }
}

const isUnknown = ({ unknownProfile }: Person, { sample }: store.ProofRow) =>
  unknownProfile && !sample.profile

/** Why nothing is sent to an address: it is none, or the suppression list or the allow list forbids it. */
async function suppressedAmong(
  { db }: WorkerContext,
  sandboxId: number,
  page: readonly store.ProofRow[],
): Promise<(address: string) => string | undefined> {
  const read = new Map(page.map(({ address }) => [address, readAddress(address)]))
  const values = [...read.values()].flatMap((one) => (one.ok ? [one.key, one.domain] : []))
  const lists = await recipients.refusalsAmong(db, sandboxId, values)
  return (address) => {
    const one = read.get(address)!
    return one.ok ? recipients.listedReason(lists, one) : one.reason
  }
}

function made(
  { now }: WorkerContext,
  { sandboxId, jobId }: SendProofs,
  content: Content,
  { id, address, locale, subjectPrefix }: store.ProofRow,
  { profile, context }: Person,
): OutgoingMail {
  const at = now()
  // Its archive is of messages that people got: no blind copy.
  const { bcc: _bcc, ...mail } = content.compose({
    id,
    sandboxId,
    to: address,
    profile,
    context,
    at,
    now: at,
    subjectPrefix,
    headers: { 'X-Chappe-Proof': jobId },
    // Without languages, or by one that the content has lost since, the person's own.
    ...(locale !== null && content.locales.includes(locale) && { locale }),
  })
  return mail
}

function endingOf(outcome: Outcome): Omit<store.Ending, 'id'> {
  switch (outcome.kind) {
    case 'accepted':
      return { status: 'submitted', reason: null, reply: outcome.reply.slice(0, 500) }
    case 'refused':
    case 'deferred':
      return { status: 'failed', reason: outcome.reason, reply: outcome.reply.slice(0, 500) }
    case 'uncertain':
      return { status: 'failed', reason: 'uncertain', reply: outcome.reply.slice(0, 500) }
    case 'not-sent':
      return { status: 'created', reason: null, reply: null }
  }
}

import { isUuid } from '@chappe/core/kit/ids'
import { Problem } from '@chappe/core/kit/problem'
import type { Proof, Sample } from '@chappe/core/simulation/schema'
import type { Ctx } from '../../context.ts'
import * as proofs from '../proofs.ts'
import { simulate } from '../simulations.ts'
import { messageIdOf, variantIdOf } from './ids.ts'
import type { CompatiblePreviews, CompatibleProofs } from './simulation-schemas.ts'

/** Asks for proofs of the campaign's draft, else of its live version, in each of its locales. */
export async function sendProofs(ctx: Ctx, campaignId: string, { recipients }: CompatibleProofs) {
  const job = await proofs.request(ctx, known(campaignId, 'campaign/not-found'), {
    version: undefined,
    locales: [],
    wanted: recipients.flatMap(({ channelsData, ...recipient }) =>
      channelsData.map(({ emailAddresses, subjectPrefix = '' }) => ({
        sample: proofs.stored(sampleOf(recipient)),
        subjectPrefix,
        addresses: emailAddresses,
      })),
    ),
  })
  return proofJob(ctx, campaignId, job.id)
}

/** A proof job as the published contract has it: its messages by variant, of which each locale is one. */
export async function proofJob(ctx: Ctx, campaignId: string, jobId: string) {
  const campaign = known(campaignId, 'campaign/not-found')
  const job = await proofs.get(ctx, campaign, known(jobId, 'proof/not-found'))
  const variants = new Map<string | null, Proof[]>()
  for (const proof of job.proofs) variants.set(proof.locale, [...(variants.get(proof.locale) ?? []), proof])
  return {
    proofJobId: job.id,
    status: job.status.toUpperCase(),
    proofs: [...variants].map(([locale, all]) => ({
      ...idsOf(campaign, job.version, locale),
      startDate: job.createdAt,
      targeted: all.length,
      submitted: all.filter(({ status }) => status === 'submitted').length,
      status: statusOf(all),
      proofFailureReasons: failuresOf(all),
    })),
    _links: { self: { href: `/campaigns/${campaign}/proofs/${job.id}` } },
  }
}

/**
 * Each item in each variant. Throws profile/not-found for an item that brings no attributes and leads to no
 * profile, and campaign/not-ready when one cannot be rendered.
 */
export async function previews(
  ctx: Ctx,
  campaignId: string,
  { previewRequestItems: items }: CompatiblePreviews,
) {
  const campaign = known(campaignId, 'campaign/not-found')
  const { version, samples } = await simulate(ctx, campaign, {
    locales: 'all',
    samples: items.map(({ userId, namespace, profileAttributes: profile, contextAttributes: context }) =>
      sampleOf({ userId, namespace, profile, context }),
    ),
  })
  return {
    previews: samples.flatMap(({ renderings, unknownProfile }, n) => {
      const { userId, namespace, profileAttributes } = items[n]!
      if (unknownProfile && !profileAttributes)
        throw new Problem('profile/not-found', `No profile has the identity ${userId} in ${namespace}.`)
      return renderings.map(({ locale, subject, html, text, error }) => {
        if (error !== null)
          throw new Problem('campaign/not-ready', `It cannot be rendered for ${userId}: ${error}`)
        return {
          profileId: userId,
          ...idsOf(campaign, version, locale),
          channel: 'email',
          subject,
          html: { body: html === '' ? text : html },
        }
      })
    }),
  }
}

interface Recipient {
  readonly userId: string
  readonly namespace: string
  readonly profile?: Record<string, unknown> | undefined
  readonly context?: Record<string, unknown> | undefined
}

const sampleOf = ({ userId, namespace, profile, context }: Recipient): Sample => ({
  name: userId,
  identity: { namespace, value: userId },
  ...(profile && { profile }),
  ...(context && { context }),
})

/** No id of ours looks otherwise, and the database cannot even look for one. */
function known(id: string, type: 'campaign/not-found' | 'proof/not-found'): string {
  if (!isUuid(id)) throw new Problem(type, 'There is nothing of this id.')
  return id
}

const idsOf = (campaignId: string, version: number, locale: string | null) => ({
  messageId: messageIdOf(campaignId, version),
  variantId: variantIdOf(campaignId, version, locale),
})

function statusOf(all: readonly Proof[]): string {
  const every = (status: Proof['status']) => all.every((one) => one.status === status)
  if (every('created')) return 'CREATED'
  if (all.some(({ status }) => status === 'created' || status === 'sending')) return 'PROCESSING'
  return every('failed') ? 'FAILED' : 'SUBMITTED'
}

/** By person, each reason once. */
function failuresOf(all: readonly Proof[]) {
  const people = new Map<string, Map<string, string | null>>()
  for (const { status, sampleName, reason, reply } of all) {
    if (status !== 'failed') continue
    const reasons = people.get(sampleName) ?? new Map<string, string | null>()
    reasons.set(reason ?? 'error', reply)
    people.set(sampleName, reasons)
  }
  return [...people].map(([userId, reasons]) => ({
    profileIds: [userId],
    failureReasons: [...reasons].map(([reason, reply]) => ({
      type: `/problems/proof/${reason}`,
      title: titles[reason] ?? 'The relay did not take the message',
      status: 400,
      report: { additionalContext: { reason, ...(reply !== null && { detailedMessage: reply }) } },
    })),
  }))
}

const titles: Readonly<Record<string, string>> = {
  'address-suppressed': 'The address is on the suppression list',
  'domain-suppressed': 'The domain is on the suppression list',
  'malformed-address': 'The address cannot be written to',
  'unknown-profile': 'No profile has this identity',
  rendering: 'The content cannot be rendered with these values',
  interrupted: 'The worker ended before the answer; the message may have arrived',
  uncertain: 'There was no answer; the message may have arrived',
  'configuration-missing': 'The channel configuration is gone',
  'configuration-unusable': 'The channel configuration cannot be used',
  'version-missing': 'The campaign or its version is gone',
  error: 'The proofs could not be sent',
}

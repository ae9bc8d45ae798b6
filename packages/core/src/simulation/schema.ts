import { z } from 'zod'
import { Locale } from '../content/schema.ts'

const instant = z.iso.datetime({ offset: true })
const values = z.record(z.string(), z.unknown())

export const simulationLimits = {
  /** Samples simulated or kept together (spec section 5.9: 30). */
  samples: 30,
  sampleName: 200,
  sampleFile: 1024 * 1024,
  sampleSets: 100,
  setName: 200,
  /** Recipients of a proof for each profile, and profiles of one job. */
  proofAddresses: 10,
  proofProfiles: 30,
  subjectPrefix: 60,
} as const

/**
 * Whose values a simulation uses. With `identity` the profile's stored attributes; `profile` replaces them whole when
 * it is given; `context` is what a call would carry. Neither: samples inferred from the content.
 */
export const Sample = z.object({
  name: z.string().trim().max(simulationLimits.sampleName).default(''),
  identity: z
    .object({ namespace: z.string().trim().min(1).max(60), value: z.string().trim().min(1).max(254) })
    .optional(),
  profile: values.optional(),
  context: values.optional(),
})
export type Sample = z.infer<typeof Sample>

/** A rendered message and what is to be said of it. Sizes in bytes; lengths in characters. */
export const Rendering = z.object({
  locale: z.string().nullable(),
  from: z.string(),
  subject: z.string(),
  preheader: z.string(),
  html: z.string(),
  text: z.string(),
  /** The message as it would leave, octet for octet but for its tokens; latin1 text of 7-bit octets. */
  mime: z.string(),
  /** Variables that found no value and have no default. */
  missing: z.array(z.string()),
  lengths: z.object({ subject: z.int(), preheader: z.int(), html: z.int(), text: z.int(), mime: z.int() }),
  /** English sentence; null when it could be rendered. */
  error: z.string().nullable(),
})
export type Rendering = z.infer<typeof Rendering>

export const SimulatedSample = z.object({
  name: z.string(),
  profileId: z.uuid().nullable(),
  /** The values used. */
  profile: values,
  context: values,
  /** The locale that this person would get; null without languages. */
  locale: z.string().nullable(),
  renderings: z.array(Rendering),
  /** The identity leads to nobody. */
  unknownProfile: z.boolean(),
})
export type SimulatedSample = z.infer<typeof SimulatedSample>

export const SampleSet = z.object({
  id: z.uuid(),
  name: z.string(),
  samples: z.array(Sample),
  revision: z.int32(),
  createdAt: instant,
  createdBy: z.string(),
  modifiedAt: instant,
  modifiedBy: z.string(),
})
export type SampleSet = z.infer<typeof SampleSet>

/** Letters, digits and `. - _ ( ) [ ]`, and spaces (spec section 5.9). */
export const SubjectPrefix = z
  .string()
  .max(simulationLimits.subjectPrefix)
  .regex(/^[\p{L}\p{N}.\-_()[\] ]*$/u, 'Letters, digits, spaces and . - _ ( ) [ ] only')

export const ProofRequest = z.object({
  version: z.int32().min(1).optional(),
  /** One of the version's variants; absent: the campaign's own content. */
  variant: z.string().max(40).optional(),
  subjectPrefix: SubjectPrefix.default(''),
  /** Empty: every locale of the content. */
  locales: z.array(Locale).max(50).default([]),
  recipients: z
    .array(
      Sample.extend({
        addresses: z.array(z.email().max(254)).min(1).max(simulationLimits.proofAddresses),
      }),
    )
    .min(1)
    .max(simulationLimits.proofProfiles),
})
export type ProofRequest = z.infer<typeof ProofRequest>

export const proofJobStatuses = ['created', 'processing', 'submitted', 'partially_failed', 'failed'] as const
export const proofStatuses = ['created', 'sending', 'submitted', 'failed'] as const
export const Proof = z.object({
  id: z.uuid(),
  address: z.string(),
  locale: z.string().nullable(),
  sampleName: z.string(),
  status: z.enum(proofStatuses),
  reason: z.string().nullable(),
  reply: z.string().nullable(),
  settledAt: instant.nullable(),
})
export type Proof = z.infer<typeof Proof>
export const ProofJob = z.object({
  id: z.uuid(),
  version: z.int(),
  /** Null: the campaign's own content. */
  variant: z.string().nullable(),
  purpose: z.enum(['proof', 'seed']),
  status: z.enum(proofJobStatuses),
  targeted: z.int(),
  submitted: z.int(),
  failed: z.int(),
  createdAt: instant,
  createdBy: z.string(),
  finishedAt: instant.nullable(),
})
export type ProofJob = z.infer<typeof ProofJob>

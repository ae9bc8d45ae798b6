import { SubjectPrefix, simulationLimits } from '@chappe/core/simulation/schema'
import { z } from 'zod'

const values = z.record(z.string(), z.unknown())
const person = {
  userId: z.string().trim().min(1).max(254),
  namespace: z.string().trim().min(1).max(60),
}

const Email = z.object({
  channel: z.literal('email', 'Only the channel email is served here'),
  subjectPrefix: SubjectPrefix.optional(),
  emailAddresses: z.array(z.email().max(254)).min(1).max(simulationLimits.proofAddresses),
})

/** A request for proofs as callers of the compatible API send it. */
export const CompatibleProofs = z.object({
  recipients: z
    .array(
      z.object({
        ...person,
        channelsData: z.array(Email).min(1).max(10),
        profile: values.optional(),
        context: values.optional(),
      }),
    )
    .min(1)
    .max(simulationLimits.proofProfiles),
})
export type CompatibleProofs = z.infer<typeof CompatibleProofs>

/** A request for previews as callers of the compatible API send it. */
export const CompatiblePreviews = z.object({
  previewRequestItems: z
    .array(
      z.object({ ...person, profileAttributes: values.optional(), contextAttributes: values.optional() }),
    )
    .min(1)
    .max(simulationLimits.samples),
})
export type CompatiblePreviews = z.infer<typeof CompatiblePreviews>

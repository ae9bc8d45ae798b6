import { z } from 'zod'

/** Limits of one call of the execution API (spec section 3.2); the size of the body is the operator's setting. */
export const triggerLimits = {
  recipients: 20,
  requestId: 255,
  userId: 254,
  namespace: 60,
  /** Bytes of all `context` objects of the call together, as JSON in UTF-8. */
  context: 200 * 1024,
} as const

// Control characters are refused in keys: they are invisible in logs and never part of a real identifier.
const key = (length: number) =>
  z
    .string()
    .min(1)
    .max(length)
    .regex(/^\P{Cc}+$/u)

const recipient = {
  userId: key(triggerLimits.userId),
  namespace: key(triggerLimits.namespace),
  channelData: z
    .looseObject({
      emailAddress: z.string().max(254).optional(),
      mobilePhoneNumber: z.string().max(40).optional(),
    })
    .optional(),
  context: z.looseObject({}).optional(),
}

export const Recipient = z.looseObject({
  type: z.enum(['aep', 'external']),
  ...recipient,
  profile: z.looseObject({}).optional(),
})
export type Recipient = z.infer<typeof Recipient>

const call = { requestId: key(triggerLimits.requestId), campaignId: key(100) }

/** Body of POST /ajo/im/executions/unitary. */
export const UnitaryCall = z.looseObject({
  ...call,
  recipients: z.array(Recipient).min(1).max(triggerLimits.recipients),
})
export type UnitaryCall = z.infer<typeof UnitaryCall>

/** Body of POST /ajo/im/executions/highthroughput: external recipients only, the profile store is not read. */
export const HighThroughputCall = z.looseObject({
  ...call,
  recipients: z
    .array(
      z.looseObject({ type: z.literal('external'), ...recipient, profile: z.looseObject({}).optional() }),
    )
    .min(1)
    .max(triggerLimits.recipients),
})

/** The 202 answer; modification equals creation, an execution does not change. */
export const Accepted = z.object({
  executionId: z.string(),
  requestId: z.string(),
  createdAt: z.string(),
  createdBy: z.string(),
  modifiedAt: z.string(),
  modifiedBy: z.string(),
})

/** Every refusal of the execution API. */
export const ExecutionError = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  report: z.object({ additionalContext: z.record(z.string(), z.string()) }),
})

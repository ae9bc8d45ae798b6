import { z } from 'zod'
import { LogEntry } from '../campaign/log.ts'
import { Occurrence, WaveCounts } from '../campaign/occurrence.ts'
import { ResendGroup, ResendPreview, resendGroups, resentByDefault } from '../campaign/resend.ts'
import { campaignAt } from './campaigns.ts'
import { endpoint, one } from './endpoint.ts'

const tag = 'Campaigns'
const oneOccurrence = z.object({ id: z.uuid(), occurrenceId: z.uuid() })
const occurrenceAt = `${campaignAt}/occurrences/:occurrenceId`

export const listOccurrences = endpoint({
  id: 'listOccurrences',
  summary:
    'The times that a campaign with an audience was or is being sent, newest first, with what came of each',
  tag,
  method: 'GET',
  path: `${campaignAt}/occurrences`,
  access: 'campaigns:read',
  params: one,
  query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) }),
  reply: z.object({ items: z.array(Occurrence) }),
})
export const listWaves = endpoint({
  id: 'listWaves',
  summary:
    'The parts of an occurrence, in order, with what came of each; those left out from the start are in none',
  tag,
  method: 'GET',
  path: `${occurrenceAt}/waves`,
  access: 'campaigns:read',
  params: oneOccurrence,
  reply: z.object({
    /** While it is sent the answer is kept: for two seconds, or longer where counting takes long. */
    countedAt: z.iso.datetime({ offset: true }),
    items: z.array(WaveCounts),
  }),
})
export const listCampaignLog = endpoint({
  id: 'listCampaignLog',
  summary: 'What happened to a campaign and its occurrences, and who did it, newest first',
  tag,
  method: 'GET',
  path: `${campaignAt}/log`,
  access: 'campaigns:read',
  params: one,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** Only what is older than the entry of this id. */
    before: z.coerce.number().int().optional(),
  }),
  reply: z.object({ items: z.array(LogEntry) }),
})
export const stopOccurrence = endpoint({
  id: 'stopOccurrence',
  summary: 'Stop one occurrence for good; the campaign goes on',
  tag,
  method: 'POST',
  path: `${occurrenceAt}/stop`,
  access: 'campaigns:publish',
  params: oneOccurrence,
  reply: Occurrence,
})
export const previewResend = endpoint({
  id: 'previewResend',
  summary: 'Whom an occurrence did not reach so far: how many, and why',
  tag,
  method: 'GET',
  path: `${occurrenceAt}/resend`,
  access: 'campaigns:read',
  params: oneOccurrence,
  reply: ResendPreview,
})
export const resendOccurrence = endpoint({
  id: 'resendOccurrence',
  summary:
    'Send an occurrence that is over to exactly those whom it did not reach; while that is done, or was done since `after`, nothing more is',
  tag,
  method: 'POST',
  path: `${occurrenceAt}/resend`,
  access: 'campaigns:publish',
  params: oneOccurrence,
  body: z
    .object({
      groups: z
        .array(ResendGroup)
        .min(1)
        .max(resendGroups.length)
        .default([...resentByDefault]),
      /** From the preview. */
      after: z.int().optional(),
    })
    .default({ groups: [...resentByDefault] }),
  reply: z.object({
    /** False: it had been asked for before, and this is what came of that. */
    created: z.boolean(),
    occurrence: Occurrence,
  }),
})

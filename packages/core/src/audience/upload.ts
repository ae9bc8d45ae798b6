import { z } from 'zod'
import { audienceLimits } from './schema.ts'

const instant = z.iso.datetime({ offset: true })

export const uploadModes = ['add', 'replace'] as const
const uploadStatuses = ['open', 'complete', 'cancelled'] as const

/** Rows of one request. */
export const uploadRows = 50_000

/** Somebody as a list is given them: an identity, and columns of their own. */
export const ListMember = z.object({
  value: z.string().trim().min(1).max(254),
  enrichment: z
    .record(z.string().max(60), z.union([z.string().max(2_000), z.number(), z.boolean()]))
    .default({}),
})
export type ListMember = z.infer<typeof ListMember>

export const AudienceUploadInput = z.object({
  /** `replace`: at the end, those who are not named leave the list. */
  mode: z.enum(uploadModes).default('add'),
  namespace: z.string().min(1).max(60).default('email'),
  /** Names of the columns that the members bring, for content and people to choose from. */
  columns: z.array(z.string().min(1).max(60)).max(audienceLimits.listColumns).default([]),
})

/** People on their way to a list. It stays as it is until the upload is finished, and has all of them at once then. */
export const AudienceUpload = AudienceUploadInput.extend({
  id: z.uuid(),
  status: z.enum(uploadStatuses),
  /** Rows that came in so far. */
  received: z.int(),
  /** Rows among them whose identity cannot be read. */
  refused: z.int(),
  /** Profiles that were made for identities nobody had. */
  created: z.int(),
  added: z.int(),
  updated: z.int(),
  removed: z.int(),
  createdAt: instant,
  createdBy: z.string(),
  finishedAt: instant.nullable(),
})
export type AudienceUpload = z.infer<typeof AudienceUpload>

import { z } from 'zod'
import {
  listedTypes,
  softBounceThreshold,
  suppressionCategories,
  suppressionReasons,
  UploadError,
  uploadBytes,
  uploadLists,
  uploadStatuses,
} from '../suppression/schema.ts'
import { endpoint, listParam, nothing, one, pageOf, paging } from './endpoint.ts'

const tag = 'Suppression list'
const instant = z.iso.datetime({ offset: true })
const value = z.string().trim().toLowerCase().min(3).max(254)
const comment = z
  .string()
  .max(500)
  .regex(/^\P{Cc}*$/u, 'Only characters that can be printed')
  .default('')
const byValue = z.object({ value: z.string().max(254) })

export const Suppression = z.object({
  value: z.string(),
  type: z.enum(listedTypes),
  category: z.enum(suppressionCategories),
  reason: z.string(),
  comment: z.string(),
  /** Who put it there: a person, an API client, or `system`. */
  createdBy: z.string(),
  createdAt: instant,
  /** From then on it is as if it were not there; null: for good. */
  expiresAt: instant.nullable(),
})
export type Suppression = z.infer<typeof Suppression>

const filters = {
  search: z.string().max(254).optional(),
  type: listParam(z.enum(listedTypes)),
  category: listParam(z.enum(suppressionCategories)),
  reason: listParam(z.enum(suppressionReasons)),
}
export const SuppressionFilters = z.object(filters)
export type SuppressionFilters = z.infer<typeof SuppressionFilters>

/** Where the list can be had as a CSV file; its answer is not JSON, so that it is no endpoint value. */
export const suppressionExport = '/v1/suppressions.csv'
/** The query of the export. A link sends no header, so the sandbox may be named here. */
export const SuppressionExport = SuppressionFilters.extend({ sandbox: z.string().max(100).optional() })
export type SuppressionExport = z.infer<typeof SuppressionExport>

export const listSuppressions = endpoint({
  id: 'listSuppressions',
  summary: 'Addresses and domains that nothing is sent to, newest first',
  tag,
  method: 'GET',
  path: '/v1/suppressions',
  access: 'suppressions:read',
  query: z.object({ ...paging, ...filters }),
  reply: pageOf(Suppression),
})
export const addSuppression = endpoint({
  id: 'addSuppression',
  summary:
    'Put an address or a domain on the suppression list. A domain stands for its own addresses, not for those of its subdomains',
  tag,
  method: 'POST',
  path: '/v1/suppressions',
  access: 'suppressions:write',
  status: 201,
  body: z.object({
    value,
    type: z.enum(listedTypes),
    comment,
    /** Left out or null: for good. */
    expiresAt: instant.nullable().default(null),
  }),
  reply: Suppression,
})
export const removeSuppression = endpoint({
  id: 'removeSuppression',
  summary: 'Take an address or a domain off the suppression list; its count of soft bounces begins anew',
  tag,
  method: 'DELETE',
  path: '/v1/suppressions/:value',
  access: 'suppressions:write',
  params: byValue,
  status: 204,
  reply: nothing,
})

export const AllowedAddress = Suppression.pick({
  value: true,
  type: true,
  comment: true,
  createdBy: true,
  createdAt: true,
})
export type AllowedAddress = z.infer<typeof AllowedAddress>

export const listAllowed = endpoint({
  id: 'listAllowed',
  summary: 'Addresses and domains that alone receive while the allow list is on, newest first',
  tag,
  method: 'GET',
  path: '/v1/allowed-addresses',
  access: 'suppressions:read',
  query: z.object({ ...paging, search: filters.search, type: filters.type }),
  reply: pageOf(AllowedAddress),
})
export const addAllowed = endpoint({
  id: 'addAllowed',
  summary: 'Put an address or a domain on the allow list',
  tag,
  method: 'POST',
  path: '/v1/allowed-addresses',
  access: 'suppressions:write',
  status: 201,
  body: z.object({ value, type: z.enum(listedTypes), comment }),
  reply: AllowedAddress,
})
export const removeAllowed = endpoint({
  id: 'removeAllowed',
  summary: 'Take an address or a domain off the allow list',
  tag,
  method: 'DELETE',
  path: '/v1/allowed-addresses/:value',
  access: 'suppressions:write',
  params: byValue,
  status: 204,
  reply: nothing,
})

export const SuppressionSettings = z.object({
  softBounceThreshold: z.int().min(softBounceThreshold.least).max(softBounceThreshold.most),
  /** While it is on, only what the allow list names receives. */
  allowListActive: z.boolean(),
})
export type SuppressionSettings = z.infer<typeof SuppressionSettings>

export const getSuppressionSettings = endpoint({
  id: 'getSuppressionSettings',
  summary: 'The threshold of soft bounces, and whether the allow list is on',
  tag,
  method: 'GET',
  path: '/v1/suppression-settings',
  access: 'suppressions:read',
  reply: SuppressionSettings,
})
export const saveSuppressionSettings = endpoint({
  id: 'saveSuppressionSettings',
  summary: 'Change the threshold of soft bounces, or switch the allow list; effective at once',
  tag,
  method: 'PATCH',
  path: '/v1/suppression-settings',
  access: 'suppressions:write',
  body: SuppressionSettings.partial(),
  reply: SuppressionSettings,
})

export const SuppressionUpload = z.object({
  id: z.uuid(),
  list: z.enum(uploadLists),
  filename: z.string(),
  status: z.enum(uploadStatuses),
  /** Lines with something in them, the heading left out. */
  lines: z.int(),
  added: z.int(),
  failed: z.int(),
  createdAt: instant,
  createdBy: z.string(),
  finishedAt: instant.nullable(),
})
export type SuppressionUpload = z.infer<typeof SuppressionUpload>

export const listUploads = endpoint({
  id: 'listUploads',
  summary: 'The uploads of the last 90 days, newest first',
  tag,
  method: 'GET',
  path: '/v1/suppression-uploads',
  access: 'suppressions:read',
  query: z.object({ ...paging, list: z.enum(uploadLists).optional() }),
  reply: pageOf(SuppressionUpload),
})
export const createUpload = endpoint({
  id: 'createUpload',
  summary: 'Add what a CSV file names (TYPE,VALUE,COMMENT; at most 1 MB) to a list, in the background',
  tag,
  method: 'POST',
  path: '/v1/suppression-uploads',
  access: 'suppressions:write',
  status: 201,
  // What JSON makes of a megabyte of quotes.
  bodyLimit: 2 * uploadBytes + 4_096,
  body: z.object({
    list: z.enum(uploadLists),
    filename: z.string().trim().min(1).max(200),
    text: z.string().min(1).max(uploadBytes),
  }),
  reply: SuppressionUpload,
})
const upload = '/v1/suppression-uploads/:id'
export const getUpload = endpoint({
  id: 'getUpload',
  summary: 'How an upload goes or went',
  tag,
  method: 'GET',
  path: upload,
  access: 'suppressions:read',
  params: one,
  reply: SuppressionUpload,
})
export const getUploadErrors = endpoint({
  id: 'getUploadErrors',
  summary: 'The lines of an upload that were left out, and why',
  tag,
  method: 'GET',
  path: `${upload}/errors`,
  access: 'suppressions:read',
  params: one,
  reply: z.object({ items: z.array(UploadError) }),
})
export const removeUpload = endpoint({
  id: 'removeUpload',
  summary: 'Forget an upload; what it added stays',
  tag,
  method: 'DELETE',
  path: upload,
  access: 'suppressions:write',
  params: one,
  status: 204,
  reply: nothing,
})

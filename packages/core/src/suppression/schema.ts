import { z } from 'zod'

/** What an entry of a list stands for: one address, or every address of exactly that domain (no subdomains). */
export const listedTypes = ['address', 'domain'] as const
export type ListedType = (typeof listedTypes)[number]

/** How an entry got onto the suppression list (spec section 8.2). */
export const suppressionCategories = ['hard', 'soft', 'manual'] as const
export type SuppressionCategory = (typeof suppressionCategories)[number]

/** Why, by the words of the relay's answer, the bounce or the complaint. */
export const suppressionReasons = [
  'manual',
  'invalid-recipient',
  'spam-complaint',
  'soft-bounce',
  'dns-failure',
  'mailbox-full',
  'relaying-denied',
  'challenge-response',
] as const

/** The lists that a file can be uploaded to. */
export const uploadLists = ['suppression', 'allowed'] as const
export type UploadList = (typeof uploadLists)[number]

export const uploadStatuses = ['pending', 'processing', 'complete', 'error'] as const
export type UploadStatus = (typeof uploadStatuses)[number]

/** Most octets of an uploaded file (spec section 8.2), in UTF-8. */
export const uploadBytes = 1_048_576

/** Soft bounces in a row after which an address is suppressed (spec section 8.3). */
export const softBounceThreshold = { least: 1, most: 20, usual: 5 } as const

/** Why a line of an uploaded file was left out, in a sentence; the codes are what the API and the UI know it by. */
export const lineErrors = {
  unreadable: 'The line cannot be read as CSV.',
  'too-many-cells': 'The line has more than three cells: quote a comment with a separator in it.',
  'unknown-type': 'The type is neither EMAIL nor DOMAIN.',
  'malformed-address': 'The value is not an email address.',
  'malformed-domain': 'The value is not a domain.',
  'malformed-comment':
    'The comment is longer than 500 characters or holds characters that cannot be printed.',
  duplicate: 'An earlier line of the file has the same value.',
} as const
export type LineError = keyof typeof lineErrors

export const UploadError = z.object({
  /** Counted from 1, the heading included. */
  line: z.int(),
  type: z.string(),
  value: z.string(),
  comment: z.string(),
  reason: z.enum(Object.keys(lineErrors) as [LineError, ...LineError[]]),
})
export type UploadError = z.infer<typeof UploadError>

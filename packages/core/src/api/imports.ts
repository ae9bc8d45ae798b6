import { z } from 'zod'
import { importStatuses } from '../import/lifecycle.ts'
import {
  encodings,
  Import,
  ImportCounts,
  ImportPreview,
  ImportSettings,
  importFormats,
  importLimits,
  Manners,
  separators,
} from '../import/schema.ts'
import { endpoint, listParam, nothing, one, pageOf, paging } from './endpoint.ts'

const tag = 'Imports'
const at = '/v1/imports/:id'

export const listImports = endpoint({
  id: 'listImports',
  summary: 'Imports of profiles, newest first',
  tag,
  method: 'GET',
  path: '/v1/imports',
  access: 'profiles:read',
  query: z.object({ ...paging, status: listParam(z.enum(importStatuses)) }),
  reply: pageOf(Import),
})
export const createImport = endpoint({
  id: 'createImport',
  summary: 'Announce a file of profiles; its bytes follow in pieces',
  tag,
  method: 'POST',
  path: '/v1/imports',
  access: 'profiles:write',
  status: 201,
  body: z.object({
    /** Left out: the name of the file. */
    name: z.string().trim().min(1).max(200).optional(),
    filename: z.string().trim().min(1).max(200),
    /** Left out: by the ending of the file's name (`.ndjson`, `.jsonl`), otherwise CSV. */
    format: z.enum(importFormats).optional(),
    /** Bytes of the whole file. */
    size: z.int().min(1).max(importLimits.file),
  }),
  reply: Import,
})
export const getImport = endpoint({
  id: 'getImport',
  summary: 'How an import goes or went: status, counts, rate, time left',
  tag,
  method: 'GET',
  path: at,
  access: 'profiles:read',
  params: one,
  reply: Import,
})

/**
 * Where the pieces of a file go: `PUT …/file?offset=<bytes>` with the raw bytes as `application/octet-stream`, at most
 * `importLimits.piece` of them, in order. Its body is no JSON, so that it is no endpoint value. Scope profiles:write.
 * Answers `PutPiece`; a piece that begins elsewhere than where the last one ended is refused with
 * `import/wrong-offset` (409), whose member `offset` says where to go on. The last byte makes the import `ready`.
 */
export const importFile = `${at}/file`
export const ImportFileQuery = z.object({ offset: z.coerce.number().int().min(0).max(importLimits.file) })
export const PutPiece = z.object({
  /** Bytes that have arrived: the offset of the next piece. */
  offset: z.int(),
  /** Whether that was the last one. */
  complete: z.boolean(),
})
export type PutPiece = z.infer<typeof PutPiece>

export const previewImport = endpoint({
  id: 'previewImport',
  summary:
    'The first lines of a file, its encoding and columns, and what to make of them; what the query says is not guessed',
  tag,
  method: 'GET',
  path: `${at}/preview`,
  access: 'profiles:read',
  params: one,
  query: z.object({
    encoding: z.enum(encodings).optional(),
    separator: z.enum(separators).optional(),
    header: z.enum(['true', 'false']).optional(),
  }),
  reply: ImportPreview,
})
export const saveImportSettings = endpoint({
  id: 'saveImportSettings',
  summary: 'Say what the columns of a file are and how what is there already is treated',
  tag,
  method: 'PUT',
  path: `${at}/settings`,
  access: 'profiles:write',
  params: one,
  body: ImportSettings,
  reply: Import,
})
export const startImport = endpoint({
  id: 'startImport',
  summary:
    'Run an import, in the background. A dry run reads and compares everything, counts and writes nothing; afterwards the import is ready again',
  tag,
  method: 'POST',
  path: `${at}/start`,
  access: 'profiles:write',
  params: one,
  body: z.object({ dryRun: z.boolean().default(false) }),
  reply: Import,
})
export const cancelImport = endpoint({
  id: 'cancelImport',
  summary: 'Stop an import at once; what it has written stays, and it can be resumed',
  tag,
  method: 'POST',
  path: `${at}/cancel`,
  access: 'profiles:write',
  params: one,
  reply: Import,
})
export const resumeImport = endpoint({
  id: 'resumeImport',
  summary: 'Go on with an import that was cancelled or has failed, from where it was',
  tag,
  method: 'POST',
  path: `${at}/resume`,
  access: 'profiles:write',
  params: one,
  reply: Import,
})
export const removeImport = endpoint({
  id: 'removeImport',
  summary: 'Forget an import and its file; what it wrote stays. One that runs is cancelled first',
  tag,
  method: 'DELETE',
  path: at,
  access: 'profiles:write',
  params: one,
  status: 204,
  reply: nothing,
})

/**
 * The lines that were left out, as a CSV file (line, column, reason, what stood there): no JSON, so no endpoint value.
 * Scope profiles:read. A link sends no header, so the sandbox may be named in the query.
 */
export const importErrors = `${at}/errors.csv`
export const ImportErrorsQuery = z.object({ sandbox: z.string().max(100).optional() })

const mistake = z.object({ pointer: z.string(), detail: z.string() })

export const saveProfiles = endpoint({
  id: 'saveProfiles',
  summary:
    'Create or change up to 1,000 profiles. An item with a mistake is left out and says so; the others are written',
  tag: 'Profiles',
  method: 'POST',
  path: '/v1/profiles/batch',
  access: 'profiles:write',
  body: Manners.extend({ items: z.array(z.unknown()).min(1).max(importLimits.batch) }),
  reply: z.object({
    counts: ImportCounts,
    /** One for each item, in their order. */
    items: z.array(
      z.object({
        /** Of `duplicate`: a later item of the batch is about the same person; all were written, in their order. */
        outcome: z.enum(['created', 'changed', 'unchanged', 'duplicate', 'failed']),
        /** Null where it failed. */
        id: z.uuid().nullable(),
        /** Pointers into the request: `/items/3/identities/0/value`. */
        errors: z.array(mistake),
      }),
    ),
  }),
})

/**
 * Where many profiles come in as `application/x-ndjson`, one `ProfileItem` a line, of any length: read as it arrives
 * and written a thousand lines at a time; what is written stays when the connection breaks. No JSON document, so no
 * endpoint value. Scope profiles:write; answers `StreamReply`.
 */
export const profileStream = '/v1/profiles/stream'
export const ProfileStreamQuery = Manners
export const StreamReply = z.object({
  counts: ImportCounts,
  /** The first `importLimits.streamErrors` lines that were left out. */
  errors: z.array(mistake.extend({ line: z.int() })),
})
export type StreamReply = z.infer<typeof StreamReply>

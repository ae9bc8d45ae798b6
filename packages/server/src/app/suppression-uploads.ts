import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type { createUpload, listUploads, SuppressionUpload } from '@chappe/core/api/suppressions'
import { Problem } from '@chappe/core/kit/problem'
import { type UploadError, uploadBytes } from '@chappe/core/suppression/schema'
import { z } from 'zod'
import type { Ctx, House } from '../context.ts'
import * as queue from '../queue/jobs.ts'
import * as allowed from '../store/allowed.ts'
import { inTransaction } from '../store/db.ts'
import * as store from '../store/suppression-uploads.ts'
import * as suppressions from '../store/suppressions.ts'
import { readUpload } from './suppression-file.ts'

export const uploadSuppressionsKind = 'upload-suppressions'
export const UploadJob = z.object({ sandboxId: z.int(), uploadId: z.uuid() })
type UploadJob = z.infer<typeof UploadJob>

export async function list(ctx: Ctx, { limit, offset, list }: QueryOf<typeof listUploads>) {
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, list, { limit, offset })
  return { items: rows.map(present), total }
}

/** Throws upload/not-found. */
export async function get(ctx: Ctx, id: string): Promise<SuppressionUpload> {
  return present((await store.find(ctx.db, ctx.sandboxId, id)) ?? missing())
}

/** Throws upload/not-found. */
export async function errors(ctx: Ctx, id: string): Promise<{ items: UploadError[] }> {
  return { items: (await store.errorsOf(ctx.db, ctx.sandboxId, id)) ?? missing() }
}

/** Takes a file; a worker reads it. Throws request/too-large and upload/unusable. */
export async function create(
  ctx: Ctx,
  { list, filename, text }: BodyOf<typeof createUpload>,
): Promise<SuppressionUpload> {
  if (Buffer.byteLength(text) > uploadBytes)
    throw new Problem('request/too-large', 'A file may have at most 1 MB: part it in two.')
  if (text.includes('\0'))
    throw new Problem('upload/unusable', 'This is not text: save the table as CSV in UTF-8.')
  const by = { name: ctx.actor.name, at: ctx.now() }
  const row = await inTransaction(ctx.db, async (db) => {
    const made = await store.create(db, ctx.sandboxId, { id: ctx.newId(), list, filename, content: text }, by)
    const payload: UploadJob = { sandboxId: ctx.sandboxId, uploadId: made.id }
    await queue.add(db, { id: ctx.newId(), kind: uploadSuppressionsKind, payload, runAt: by.at })
    return made
  })
  return present(row)
}

/** Forgets an upload, not what it added. Throws upload/not-found. */
export async function remove(ctx: Ctx, id: string): Promise<void> {
  if (!(await store.remove(ctx.db, ctx.sandboxId, id))) missing()
}

/** Errors that are kept of one file: whoever has more has sent the wrong one. */
const mostErrors = 10_000
const pageSize = 1_000

type Hands = Pick<House, 'db' | 'now' | 'mail'>

/** Adds what an upload names. Done twice it comes to the same. */
export async function carryOut({ db, now, mail }: Hands, { sandboxId, uploadId }: UploadJob): Promise<void> {
  const upload = await store.open(db, sandboxId, uploadId)
  if (upload?.content == null) return
  await store.begin(db, sandboxId, uploadId)
  const { entries, errors, lines } = readUpload({ mail }, upload.content)
  const by = { name: upload.createdBy, at: now() }
  const put = upload.list === 'allowed' ? allowed.add : suppressions.add
  for (let n = 0; n < entries.length; n += pageSize)
    await put(db, sandboxId, entries.slice(n, n + pageSize), by)
  const status = entries.length === 0 && lines > 0 ? ('error' as const) : ('complete' as const)
  const counts = { lines, added: entries.length, failed: errors.length }
  await store.finish(
    db,
    sandboxId,
    uploadId,
    { status, ...counts, errors: errors.slice(0, mostErrors) },
    now(),
  )
}

/** Ends an upload that could not be carried out. */
export const abandon = ({ db, now }: Pick<House, 'db' | 'now'>, { sandboxId, uploadId }: UploadJob) =>
  store.finish(db, sandboxId, uploadId, { status: 'error', lines: 0, added: 0, failed: 0, errors: [] }, now())

function missing(): never {
  throw new Problem('upload/not-found', 'Uploads are forgotten after 90 days.')
}

const present = ({ sandboxId: _, createdAt, finishedAt, ...row }: store.UploadRow): SuppressionUpload => ({
  ...row,
  createdAt: createdAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
})

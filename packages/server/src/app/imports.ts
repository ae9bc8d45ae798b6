import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type { createImport, listImports, PutPiece, previewImport } from '@chappe/core/api/imports'
import type { ImportAction } from '@chappe/core/import/lifecycle'
import { importLifecycle } from '@chappe/core/import/lifecycle'
import { settingsMistakes } from '@chappe/core/import/rows'
import {
  type Import,
  type ImportPreview,
  ImportSettings,
  importLimits,
  noCounts,
} from '@chappe/core/import/schema'
import { csvLine } from '@chappe/core/kit/csv'
import { Problem } from '@chappe/core/kit/problem'
import { z } from 'zod'
import type { Ctx } from '../context.ts'
import * as queue from '../queue/jobs.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as store from '../store/imports.ts'
import { headOf } from './imports/file.ts'
import { previewCsv, previewLines } from './imports/preview.ts'
import { rulesOf } from './profiles/rules.ts'

export const importProfilesKind = 'import-profiles'
export const ImportJob = z.object({ sandboxId: z.int(), importId: z.uuid(), run: z.int() })

export async function list(ctx: Ctx, { status, limit, offset }: QueryOf<typeof listImports>) {
  const { rows, total } = await store.list(ctx.db, ctx.sandboxId, status, { limit, offset })
  return { items: rows.map(present), total }
}

/** Throws import/not-found. */
export const get = async (ctx: Ctx, id: string): Promise<Import> =>
  present(await store.get(ctx.db, ctx.sandboxId, id))

export async function create(ctx: Ctx, body: BodyOf<typeof createImport>): Promise<Import> {
  const format = body.format ?? (/\.(ndjson|jsonl|ndj)$/i.test(body.filename) ? 'ndjson' : 'csv')
  const given = { ...body, name: body.name ?? body.filename, format, id: ctx.newId() }
  return present(await store.create(ctx.db, ctx.sandboxId, given, { name: ctx.actor.name, at: ctx.now() }))
}

/**
 * Adds the next piece of a file. Throws import/not-found; import/wrong-offset, with the offset to go on from, when it
 * does not begin where the last one ended; request/too-large; request/invalid for one that goes beyond the file's end;
 * import/illegal-transition when nothing is missing.
 */
export function putPiece(ctx: Ctx, id: string, offset: number, bytes: Buffer): Promise<PutPiece> {
  if (bytes.length > importLimits.piece)
    throw new Problem('request/too-large', 'A piece has at most 8 MiB: part the file.')
  return inTransaction(ctx.db, async (db) => {
    const row = await store.hold(db, ctx.sandboxId, id)
    if (row.status !== 'uploading') throw illegal(row, 'receive')
    if (offset !== row.uploaded)
      throw new Problem('import/wrong-offset', `Go on from byte ${row.uploaded}.`, { offset: row.uploaded })
    const uploaded = offset + bytes.length
    if (bytes.length === 0 || uploaded > row.size)
      throw new Problem('request/invalid', `A piece has at least one byte, and the file ends at ${row.size}.`)
    await store.addPiece(db, row, bytes)
    const complete = uploaded === row.size
    if (complete) await store.transition(db, ctx.sandboxId, id, 'receive', { uploaded })
    else await store.change(db, row, { uploaded })
    return { offset: uploaded, complete }
  })
}

/** Throws import/not-found, and import/not-ready while nothing of the file is there. */
export async function preview(
  ctx: Ctx,
  id: string,
  { header, ...said }: QueryOf<typeof previewImport>,
): Promise<ImportPreview> {
  const row = await store.get(ctx.db, ctx.sandboxId, id)
  if (row.uploaded === 0 || !row.fileKept)
    throw new Problem('import/not-ready', 'There is nothing of the file to look at.')
  const head = await headOf(ctx.db, row, { ...said, ...(header && { header: header === 'true' }) })
  return row.format === 'csv' ? previewCsv(ctx, head) : previewLines(head)
}

/** Throws import/not-found, import/illegal-transition once it has run, request/invalid with what is wrong in them. */
export async function saveSettings(ctx: Ctx, id: string, settings: ImportSettings): Promise<Import> {
  const { fields } = await rulesOf(ctx)
  return inTransaction(ctx.db, async (db) => {
    const row = await store.hold(db, ctx.sandboxId, id)
    if (row.status !== 'ready' && row.status !== 'uploading') throw illegal(row, 'start')
    const errors = settingsMistakes(settings, row.format, fields)
    if (errors[0])
      throw new Problem('request/invalid', `${errors[0].pointer}: ${errors[0].detail}.`, { errors })
    return present(await store.change(db, row, { settings: JSON.stringify(settings) }))
  })
}

/** Throws import/not-found, import/illegal-transition, and import/not-ready without settings or file. */
export async function start(
  ctx: Ctx,
  id: string,
  { dryRun }: { dryRun: boolean },
  later = 0,
): Promise<Import> {
  const { status } = await store.get(ctx.db, ctx.sandboxId, id)
  if (status === 'ready') await store.clearMet(ctx.db, ctx.sandboxId, id)
  return inTransaction(ctx.db, async (db) => {
    const row = await store.hold(db, ctx.sandboxId, id)
    if (!importLifecycle.table.start.from.includes(row.status)) throw illegal(row, 'start')
    const settings = row.settings ?? (row.format === 'ndjson' ? await linesSettings(db, row) : null)
    if (!settings) throw new Problem('import/not-ready', 'Say first what the columns of the file are.')
    await store.clearErrors(db, ctx.sandboxId, id)
    return run(ctx, db, row, 'start', later, {
      settings: JSON.stringify(settings),
      dryRun,
      counts: JSON.stringify(noCounts),
      offsetBytes: 0,
      lines: 0,
    })
  })
}

const linesSettings = async (db: Db, row: store.ImportRow) => previewLines(await headOf(db, row, {})).settings

/** Throws import/not-found and import/illegal-transition; import/not-ready when the file is gone. */
export const resume = (ctx: Ctx, id: string, later = 0): Promise<Import> =>
  inTransaction(ctx.db, async (db) => {
    const row = await store.hold(db, ctx.sandboxId, id)
    if (!importLifecycle.table.resume.from.includes(row.status)) throw illegal(row, 'resume')
    return run(ctx, db, row, 'resume', later, {})
  })

/** Begins a run that a worker carries out, from `later` seconds on. */
async function run(
  ctx: Ctx,
  db: Db,
  row: store.ImportRow,
  action: 'start' | 'resume',
  later: number,
  values: Parameters<typeof store.change>[2],
): Promise<Import> {
  if (!row.fileKept) throw new Problem('import/not-ready', 'The file is no longer kept: upload it again.')
  const at = ctx.now()
  const begun = await store.transition(db, ctx.sandboxId, row.id, action, {
    ...values,
    run: row.run + 1,
    startedAt: at,
    startedBy: ctx.actor.name,
    finishedAt: null,
    failure: null,
    rowsPerSecond: null,
    bytesPerSecond: null,
  })
  await queue.add(db, {
    id: ctx.newId(),
    kind: importProfilesKind,
    payload: { sandboxId: ctx.sandboxId, importId: row.id, run: row.run + 1 },
    runAt: new Date(at.getTime() + later * 1_000),
  })
  return present(begun!)
}

/** Stops a run: what is written stays. Throws import/not-found and import/illegal-transition. */
export const cancel = (ctx: Ctx, id: string): Promise<Import> =>
  inTransaction(ctx.db, async (db) => {
    const row = await store.hold(db, ctx.sandboxId, id)
    const action = row.dryRun ? 'giveUp' : 'cancel'
    const moved = await store.transition(db, ctx.sandboxId, id, action, { finishedAt: ctx.now() })
    if (!moved) throw illegal(row, action)
    return present(moved)
  })

/** Throws import/not-found. A run that goes on finds nothing any more, and stops. */
export async function remove(ctx: Ctx, id: string): Promise<void> {
  await store.get(ctx.db, ctx.sandboxId, id)
  await store.remove(ctx.db, ctx.sandboxId, id)
  await store.clearMet(ctx.db, ctx.sandboxId, id)
}

/** The lines that the last run left out, as CSV. Throws import/not-found. */
export async function errorFile(
  ctx: Ctx,
  id: string,
): Promise<{ name: string; text: AsyncIterable<string> }> {
  const { filename } = await store.get(ctx.db, ctx.sandboxId, id)
  async function* text() {
    yield csvLine(['line', 'column', 'reason', 'row'])
    for await (const errors of store.errors(ctx.db, ctx.sandboxId, id))
      yield errors
        .map(({ line, columnName, reason, raw }) => csvLine([String(line), columnName, reason, raw]))
        .join('')
  }
  return { name: `${filename.replace(/\.[^.]*$/, '').replace(/[^\w.-]+/g, '-')}-errors.csv`, text: text() }
}

const illegal = (row: store.ImportRow, action: ImportAction) =>
  new Problem(
    'import/illegal-transition',
    `An import that is ${row.status} cannot ${spoken[action] ?? action}.`,
    {
      importStatus: row.status,
      allowed: importLifecycle.actionsFrom(row.status),
    },
  )
const spoken: Partial<Record<ImportAction, string>> = {
  receive: 'receive pieces',
  giveUp: 'be cancelled',
  cancel: 'be cancelled',
  start: 'be changed or started',
  resume: 'be resumed',
}

function present(row: store.ImportRow): Import {
  const isRunning = row.status === 'running'
  const left = Math.max(0, row.size - row.offsetBytes)
  const pace = isRunning && row.bytesPerSecond ? row.bytesPerSecond : null
  return {
    id: row.id,
    name: row.name,
    filename: row.filename,
    format: row.format,
    status: row.status,
    size: row.size,
    uploaded: row.uploaded,
    fileKept: row.fileKept,
    settings: row.settings && ImportSettings.parse(row.settings),
    dryRun: row.dryRun,
    counts: { ...noCounts, ...row.counts },
    progress: {
      bytes: row.offsetBytes,
      rowsPerSecond: isRunning ? row.rowsPerSecond : null,
      secondsLeft: pace && left / pace,
    },
    failure: row.failure,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    startedAt: row.startedAt?.toISOString() ?? null,
    startedBy: row.startedBy,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}

import { type ImportCounts, importLimits, noCounts } from '@chappe/core/import/schema'
import type { House } from '../../context.ts'
import { type Db, inTransaction } from '../../store/db.ts'
import * as store from '../../store/imports.ts'
import { rulesOf } from '../profiles/rules.ts'
import { mistakesOf, type Written, writeMany } from '../profiles/write-many.ts'
import { headOf } from './file.ts'
import { idsOf } from './ids.ts'
import { type Part, partReader } from './lines.ts'
import { Records } from './records.ts'

/** Lines that are one transaction. More of them gain nothing, and are all held at once. */
const partLines = 4_000

export interface ImportRun {
  readonly sandboxId: number
  readonly importId: string
  readonly run: number
}

type Hands = Pick<House, 'db' | 'now' | 'newId'>

/** Somebody stopped the run, or is ahead of us: what we were about to write is not written. */
class Stopped extends Error {}

/**
 * Carries out a run from where it is; a part of the file and how far the run has come are one transaction, so that
 * whoever goes on after a crash goes on exactly there. Asks `goesOn` after each part. Answers whether the run is over,
 * for whatever reason; false: there is more of it, and nobody said `goesOn`.
 */
export async function carryOut(
  hands: Hands,
  job: ImportRun,
  goesOn: () => Promise<boolean>,
  most = partLines,
): Promise<boolean> {
  const { db, now } = hands
  const { sandboxId, importId, run } = job
  const row = await store.find(db, sandboxId, importId)
  if (row?.status !== 'running' || row.run !== run || !row.settings) return true
  const rules = await rulesOf({ db, sandboxId })
  const head = await headOf(db, row, row.settings)
  const at =
    row.offsetBytes === 0
      ? { offset: head.start, lines: head.lines }
      : { offset: row.offsetBytes, lines: row.lines }
  const bytes = (offset: number, length: number) => store.readBytes(db, sandboxId, importId, offset, length)
  const records = new Records(bytes, { head, isCsv: row.format === 'csv', size: row.size, at })
  const ids = idsOf(importId, hands.newId)
  const reading = { format: row.format, settings: row.settings, rules, head, newId: ids.make }
  const next = partReader(reading, records, most)
  const writing = {
    sandboxId,
    manners: row.settings,
    fields: rules.fields,
    source: 'import',
    by: row.startedBy ?? row.createdBy,
    run: { importId, isOurs: ids.isOurs },
    dryRun: row.dryRun,
  }
  const began = performance.now()
  let { offsetBytes: from } = row
  let counts = { ...noCounts, ...row.counts }
  const start = { offset: at.offset, read: counts.read }
  let reads = next()
  for (;;) {
    const part = await reads
    if (!part) break
    // The next part is read while the database writes this one.
    reads = next()
    reads.catch(() => {})
    let after = counts
    const settle = async (tx: Db, written: Written) => {
      after = sum(counts, written.counts, part)
      const seconds = Math.max(0.001, (performance.now() - began) / 1_000)
      const advanced = await store.advance(tx, {
        ...job,
        from,
        to: part.to.offset,
        lines: part.to.lines,
        counts: after,
        rowsPerSecond: (after.read - start.read) / seconds,
        bytesPerSecond: (part.to.offset - start.offset) / seconds,
      })
      if (!advanced) throw new Stopped()
      await addErrors(tx, job, part, written, counts.failed)
    }
    try {
      await writeMany(hands, writing, part.lines, settle)
    } catch (error) {
      if (error instanceof Stopped) return true
      throw error
    }
    counts = after
    from = part.to.offset
    if (!(await goesOn())) return false
  }
  await inTransaction(db, async (tx) => {
    const end = row.dryRun ? 'endDryRun' : 'complete'
    const ended = await store.transition(tx, sandboxId, importId, end, { finishedAt: now() }, run)
    if (ended) await store.clearMet(tx, sandboxId, importId)
  })
  return true
}

/** Ends a run that could not be carried out. */
export const abandon = ({ db, now }: Pick<House, 'db' | 'now'>, job: ImportRun, reason: string) =>
  store.transition(db, job.sandboxId, job.importId, 'fail', { failure: reason, finishedAt: now() }, job.run)

function sum(counts: ImportCounts, written: ImportCounts, { read, faulty }: Part): ImportCounts {
  const total = { ...counts }
  for (const name of Object.keys(noCounts) as (keyof ImportCounts)[]) total[name] += written[name]
  return { ...total, read: counts.read + read, failed: total.failed + faulty }
}

async function addErrors(
  db: Db,
  job: ImportRun,
  part: Part,
  { verdicts, outcomes }: Written,
  failed: number,
) {
  if (failed >= importLimits.errors) return
  const found = [...part.mistakes]
  for (const [index, outcome] of outcomes.entries())
    if (outcome === 'failed') found.push(...part.mistakesOf(index, mistakesOf(verdicts[index])))
  let [line, ordinal] = [-1, 0]
  const errors = found
    .sort((a, b) => a.line - b.line)
    .map((one) => {
      ordinal = one.line === line ? ordinal + 1 : 0
      line = one.line
      return { line, ordinal, columnName: one.column, reason: one.reason, raw: one.raw }
    })
  await store.addErrors(db, job.sandboxId, job.importId, errors.slice(0, importLimits.errors - failed))
}

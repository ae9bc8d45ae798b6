import type { BodyOf, ReplyOf } from '@chappe/core/api/endpoint'
import type { StreamReply, saveProfiles } from '@chappe/core/api/imports'
import { importLimits, type Manners, noCounts } from '@chappe/core/import/schema'
import type { Mistake } from '@chappe/core/kit/problem'
import type { Ctx } from '../../context.ts'
import type { Line } from './at-hand.ts'
import { readItem } from './items.ts'
import { type ProfileRules, rulesOf } from './rules.ts'
import { mistakesOf, type Outcome, type Writing, writeMany } from './write-many.ts'

interface Item {
  outcome: Outcome
  id: string | null
  errors: Mistake[]
}

/** Writes many profiles in one transaction; items with a mistake are left out of it, and say so. */
export async function saveMany(
  ctx: Ctx,
  { items: given, ...manners }: BodyOf<typeof saveProfiles>,
): Promise<ReplyOf<typeof saveProfiles>> {
  const { items, counts } = await writeItems(ctx, await rulesOf(ctx), manners, given)
  const errors = (index: number, found: readonly Mistake[]) =>
    found.map(({ pointer, detail }) => ({ pointer: `/items/${index}${pointer}`, detail }))
  return { counts, items: items.map((item, index) => ({ ...item, errors: errors(index, item.errors) })) }
}

async function writeItems(ctx: Ctx, rules: ProfileRules, manners: Manners, given: readonly unknown[]) {
  const items: Item[] = given.map(() => ({ outcome: 'failed', id: null, errors: [] }))
  const lines: Line[] = []
  const places: Item[] = []
  for (const [index, value] of given.entries()) {
    const read = readItem(rules, value, ctx.newId())
    if ('line' in read) {
      lines.push(read.line)
      places.push(items[index]!)
    } else items[index]!.errors = [...read.mistakes]
  }
  const writing: Writing = {
    sandboxId: ctx.sandboxId,
    manners,
    fields: rules.fields,
    source: 'api',
    by: ctx.actor.name,
  }
  const { outcomes, verdicts, counts } = await writeMany(ctx, writing, lines)
  for (const [n, verdict] of verdicts.entries()) {
    const item = places[n]!
    item.outcome = outcomes[n]!
    if ('person' in verdict) item.id = verdict.person.id
    item.errors = [...mistakesOf(verdict)]
  }
  const left = given.length - lines.length
  return { items, counts: { ...counts, read: given.length, failed: counts.failed + left } }
}

/**
 * Writes NDJSON as it arrives, a thousand lines in a transaction. What is written stays when the bytes end too early;
 * lines that are there again then change nothing.
 */
export async function saveStream(
  ctx: Ctx,
  manners: Manners,
  bytes: AsyncIterable<Uint8Array>,
): Promise<StreamReply> {
  const rules = await rulesOf(ctx)
  const reply: StreamReply = { counts: { ...noCounts }, errors: [] }
  for await (const lines of inBatches(linesOf(bytes), importLimits.batch)) {
    const { items, counts } = await writeItems(
      ctx,
      rules,
      manners,
      lines.map(({ value }) => value),
    )
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) reply.counts[name] += counts[name]
    for (const [n, { errors }] of items.entries()) {
      const { line, mistake } = lines[n]!
      const found = mistake === undefined ? errors : [{ pointer: '', detail: mistake }]
      reply.errors.push(...found.map((error) => ({ line, ...error })))
    }
    reply.errors.splice(importLimits.streamErrors)
  }
  return reply
}

interface JsonLine {
  /** From 1, as an editor counts. */
  readonly line: number
  readonly value: unknown
  /** Why there is no value. */
  readonly mistake?: string
}

const strict = new TextDecoder('utf-8', { fatal: true })

function read(line: number, bytes: Buffer): JsonLine {
  try {
    return { line, value: JSON.parse(strict.decode(bytes)) }
  } catch (error) {
    return { line, value: null, mistake: error instanceof SyntaxError ? 'Is not JSON' : 'Is not UTF-8' }
  }
}

/** Lines with something in them; of one that is too long nothing is held but that it is. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncIterable<JsonLine> {
  let parts: Buffer[] = []
  let held = 0
  let line = 0
  const end = (): JsonLine | undefined => {
    line++
    const whole = Buffer.concat(parts)
    const isLong = held > importLimits.line
    parts = []
    held = 0
    if (isLong) return { line, value: null, mistake: 'Is longer than 1 MB' }
    return whole.every((byte) => byte === 32 || byte === 9 || byte === 13) ? undefined : read(line, whole)
  }
  for await (const chunk of bytes) {
    const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    let from = 0
    for (;;) {
      const found = piece.indexOf(10, from)
      const part = piece.subarray(from, found < 0 ? piece.length : found)
      held += part.length
      if (held <= importLimits.line) parts.push(part)
      if (found < 0) break
      const read = end()
      if (read) yield read
      from = found + 1
    }
  }
  const last = held > 0 ? end() : undefined
  if (last) yield last
}

async function* inBatches<T>(all: AsyncIterable<T>, size: number): AsyncIterable<T[]> {
  let batch: T[] = []
  for await (const one of all) {
    batch.push(one)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

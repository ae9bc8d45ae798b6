import type { createAudienceUpload, putAudienceMembers, sendAudienceRows } from '@chappe/core/api/audiences'
import type { BodyOf } from '@chappe/core/api/endpoint'
import { audienceLimits } from '@chappe/core/audience/schema'
import type { AudienceUpload, ListMember } from '@chappe/core/audience/upload'
import { Problem } from '@chappe/core/kit/problem'
import { readIdentity } from '@chappe/core/profile/namespaces'
import type { Identity } from '@chappe/core/profile/schema'
import type { Ctx } from '../context.ts'
import * as members from '../store/audience-members.ts'
import * as store from '../store/audience-uploads.ts'
import * as audiences from '../store/audiences.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as recipients from '../store/recipients.ts'
import { refuseArchived } from './audiences.ts'
import { by, iso } from './campaigns.ts'
import { refuse, rulesOf } from './profiles/rules.ts'

/**
 * Puts people on a list. Identities that nobody has become profiles; all in one transaction. Throws request/invalid
 * with a pointer to each identity that cannot be read.
 */
export async function putMembers(ctx: Ctx, id: string, body: BodyOf<typeof putAudienceMembers>) {
  const { read, mistakes } = await readMembers(ctx, body.namespace, body.members)
  refuse(mistakes.map(({ row, detail }) => ({ pointer: `/members/${row}/value`, detail })))
  return inTransaction(ctx.db, async (db) => {
    const audience = await holdList(db, ctx.sandboxId, id)
    const { led, created } = await peopleOf(
      ctx,
      db,
      read.map(({ identity }) => identity),
    )
    const rows = read.flatMap(({ identity, enrichment }) => {
      const profileId = led.get(recipients.identityKey(identity))
      return profileId ? [{ profileId, enrichment }] : []
    })
    const now = ctx.now()
    const counts = await members.put(db, { sandboxId: ctx.sandboxId, now }, id, rows)
    const kept = rows.map(({ profileId }) => profileId)
    const removed = body.mode === 'replace' ? await members.keepOnly(db, ctx.sandboxId, id, kept) : 0
    const columns = [...new Set(body.members.flatMap(({ enrichment }) => Object.keys(enrichment)))]
    await note(ctx, db, audience, { ...counts, removed, mode: body.mode, columns, now })
    return { ...counts, removed, created }
  })
}

export async function startUpload(ctx: Ctx, id: string, body: BodyOf<typeof createAudienceUpload>) {
  const { name, at } = by(ctx)
  const row = await inTransaction(ctx.db, async (db) => {
    const { sandboxId } = ctx
    await holdList(db, sandboxId, id)
    const columns = [...new Set(body.columns)]
    const namespace = body.namespace.trim().toLowerCase()
    const values = { ...body, columns, namespace, sandboxId, audienceId: id, id: ctx.newId() }
    return store.insert(db, { ...values, status: 'open', createdAt: at, createdBy: name, modifiedAt: at })
  })
  return present(row)
}

export async function uploads(ctx: Ctx, id: string) {
  await audiences.get(ctx.db, ctx.sandboxId, id)
  return { items: (await store.list(ctx.db, ctx.sandboxId, id)).map(present) }
}

export async function upload(
  { db, sandboxId }: Ctx,
  audienceId: string,
  id: string,
): Promise<AudienceUpload> {
  await audiences.get(db, sandboxId, audienceId)
  return present(await store.get(db, { sandboxId, audienceId, id }))
}

/**
 * Takes the next rows of an upload; those that came in before are passed over. Unknown identities become profiles at
 * once, the list stays as it is. Throws audience/illegal when rows are missing before these or the upload is over.
 */
export async function sendRows(
  ctx: Ctx,
  audienceId: string,
  id: string,
  body: BodyOf<typeof sendAudienceRows>,
) {
  const { sandboxId } = ctx
  return inTransaction(ctx.db, async (db) => {
    const open = await holdOpen(db, { sandboxId, audienceId, id })
    const { received } = open
    if (body.from > received)
      throw new Problem(
        'audience/illegal',
        `Rows are missing: ${received} came in, these follow ${body.from}.`,
        {
          reason: 'rows-missing',
          received,
        },
      )
    const end = body.from + body.members.length
    if (end > audienceLimits.listRows)
      throw new Problem('request/invalid', `A list takes ${audienceLimits.listRows} rows at most.`, {
        reason: 'list-rows',
        most: audienceLimits.listRows,
      })
    const fresh = body.members.slice(received - body.from)
    if (fresh.length === 0) return { ...present(open), mistakes: [] }
    const { read, mistakes } = await readMembers(ctx, open.namespace, fresh)
    const { created } = await peopleOf(
      ctx,
      db,
      read.map(({ identity }) => identity),
    )
    const staged = read.map(({ row, identity, enrichment }) => ({
      row: received + row,
      value: identity.value,
      enrichment,
    }))
    await store.stage(db, sandboxId, id, staged)
    const row = await store.change(db, open, {
      received: end,
      refused: open.refused + mistakes.length,
      created: open.created + created,
      modifiedAt: ctx.now(),
    })
    return {
      ...present(row),
      mistakes: mistakes.slice(0, 100).map((one) => ({ ...one, row: received + one.row })),
    }
  })
}

/** All at once: whoever reads the list meanwhile sees the old one, and a crash leaves it. */
export async function finishUpload(ctx: Ctx, audienceId: string, id: string): Promise<AudienceUpload> {
  const of = { sandboxId: ctx.sandboxId, audienceId, id }
  const row = await inTransaction(ctx.db, async (db) => {
    const audience = await holdList(db, ctx.sandboxId, audienceId)
    const known = await store.hold(db, of)
    if (known.status === 'complete') return known
    const open = refuseOver(known)
    const now = ctx.now()
    const counts = await store.takeOver(db, open, now)
    await store.clear(db, open)
    await note(ctx, db, audience, { ...counts, mode: open.mode, columns: open.columns, now })
    return store.change(db, open, { ...counts, status: 'complete', modifiedAt: now, finishedAt: now })
  })
  return present(row)
}

export async function cancelUpload(ctx: Ctx, audienceId: string, id: string): Promise<AudienceUpload> {
  const of = { sandboxId: ctx.sandboxId, audienceId, id }
  const row = await inTransaction(ctx.db, async (db) => {
    await audiences.get(db, ctx.sandboxId, audienceId)
    const known = await store.hold(db, of)
    if (known.status === 'cancelled') return known
    const open = refuseOver(known)
    await store.clear(db, open)
    return store.change(db, open, { status: 'cancelled', finishedAt: ctx.now() })
  })
  return present(row)
}

async function holdList(db: Db, sandboxId: number, id: string): Promise<audiences.AudienceRow> {
  const audience = await audiences.hold(db, sandboxId, id)
  refuseArchived(audience)
  if (audience.definition.kind === 'list') return audience
  throw new Problem(
    'audience/illegal',
    'Only lists take members; the members of this audience are found by its rule.',
    { reason: 'not-a-list' },
  )
}

async function holdOpen(db: Db, of: Pick<store.UploadRow, 'sandboxId' | 'audienceId' | 'id'>) {
  refuseArchived(await audiences.get(db, of.sandboxId, of.audienceId))
  return refuseOver(await store.hold(db, of))
}

function refuseOver(row: store.UploadRow): store.UploadRow {
  if (row.status === 'open') return row
  throw new Problem('audience/illegal', `The upload is over: it is ${row.status}. Begin another one.`, {
    reason: 'upload-over',
  })
}

interface ReadMember {
  /** Its place among those given. */
  readonly row: number
  readonly identity: Identity
  readonly enrichment: ListMember['enrichment']
}

async function readMembers(ctx: Ctx, namespace: string, given: readonly ListMember[]) {
  const rules = await rulesOf(ctx)
  const read: ReadMember[] = []
  const mistakes: { row: number; detail: string }[] = []
  for (const [row, { value, enrichment }] of given.entries()) {
    const found = readIdentity(rules, { namespace, value })
    if (found.ok) read.push({ row, identity: found.identity, enrichment })
    else mistakes.push({ row, detail: found.detail })
  }
  return { read, mistakes }
}

/** The profiles that identities lead to, made where there was none. */
async function peopleOf({ sandboxId, newId }: Ctx, db: Db, identities: readonly Identity[]) {
  const wanted = new Map(identities.map((one) => [recipients.identityKey(one), one]))
  const known = await recipients.profilesOf(db, sandboxId, [...wanted.values()])
  const led = new Map(known.map((one) => [recipients.identityKey(one), one.id]))
  const strangers = [...wanted]
    .filter(([key]) => !led.has(key))
    .map(([, one]) => ({ ...one, newId: newId() }))
  for (const [key, profileId] of await recipients.createProfiles(db, sandboxId, strangers))
    led.set(key, profileId)
  return { led, created: strangers.length }
}

interface Outcome {
  readonly added: number
  readonly removed: number
  readonly mode: 'add' | 'replace'
  readonly columns: readonly string[]
  readonly now: Date
}

/** Writes how many are on the list now, which columns they have, and that it changed. */
async function note(ctx: Ctx, db: Db, audience: audiences.AudienceRow, outcome: Outcome): Promise<void> {
  const { added, removed, mode, now } = outcome
  const count = (audience.members ?? 0) + added - removed
  const noted = await audiences.noteEvaluation(db, audience, {
    members: count,
    evaluatedAt: now,
    evaluation: null,
  })
  const change = { members: count, joined: added, departed: removed }
  await members.noteChange(db, { sandboxId: ctx.sandboxId, now }, audience.id, change)
  const { definition } = audience
  if (definition.kind !== 'list') return
  const before = mode === 'replace' ? [] : definition.columns
  const columns = [...new Set([...before, ...outcome.columns])].slice(0, audienceLimits.listColumns)
  if (JSON.stringify(columns) === JSON.stringify(definition.columns)) return
  await audiences.change(db, noted, { definition: JSON.stringify({ kind: 'list', columns }) }, by(ctx))
}

const present = ({
  sandboxId: _sandbox,
  audienceId: _audience,
  modifiedAt: _modified,
  ...row
}: store.UploadRow): AudienceUpload => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  finishedAt: iso(row.finishedAt),
})

import { createHash } from 'node:crypto'
import { Problem } from '@chappe/core/kit/problem'
import { type ListedType, lineErrors } from '@chappe/core/suppression/schema'
import type { Ctx } from '../../context.ts'
import * as queue from '../../queue/jobs.ts'
import * as allowedStore from '../../store/allowed.ts'
import * as store from '../../store/compatible-suppressions.ts'
import { inTransaction } from '../../store/db.ts'
import * as uploadStore from '../../store/suppression-uploads.ts'
import * as suppressionStore from '../../store/suppressions.ts'
import * as allowed from '../allowed.ts'
import { clearSuppressionsKind } from '../clear-suppressions.ts'
import { listedValue, namedValue } from '../listed.ts'
import * as uploads from '../suppression-uploads.ts'
import * as suppressions from '../suppressions.ts'
import type { Added, EntityQuery, Kind, UploadQuery } from './suppression-schemas.ts'

const typeOf: Record<Kind, ListedType> = { addresses: 'address', domains: 'domain' }

const refused = (name: string, detail: string) =>
  new Problem('request/invalid', detail, { errors: [{ pointer: `?${name}`, detail }] })

type Row = Omit<store.EntityRow, 'key'>

/** An entry in the words of the contract. Its id is made of what it is: lists have no other. */
function present(ctx: Ctx, kind: Kind, listType: store.ListName, row: Row, soft?: store.SoftCount) {
  const date = row.createdAt.getTime()
  return {
    id: idOf(`${ctx.sandboxId} ${listType} ${row.value}`),
    entity: { type: kind === 'addresses' ? 'email' : 'domain', entityValue: row.value },
    suppressed: {
      type: row.category.toUpperCase(),
      user: row.createdBy,
      comment: row.comment,
      date,
    },
    creationDate: date,
    lastModifiedDate: date,
    status: 'active',
    listType,
    client: { imsOrgId: ctx.organizationId, sandboxId: String(ctx.sandboxId) },
    ...(kind === 'addresses' && {
      bounceState: {
        softCount: soft?.failures ?? 0,
        bounceEvents: soft
          ? [
              {
                messageId: soft.messageId,
                date: soft.countedAt.toISOString(),
                message: soft.reply ?? '',
                bounceType: 'SOFT',
              },
            ]
          : [],
      },
    }),
  }
}

/** A UUID (RFC 9562, version 8) that the same words always have. */
function idOf(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

async function withCounts(ctx: Ctx, kind: Kind, list: store.ListName, rows: readonly Row[]) {
  const addresses = kind === 'addresses' ? rows.map(({ value }) => value) : []
  const counts = addresses.length === 0 ? [] : await store.softCounts(ctx.db, ctx.sandboxId, addresses)
  const byAddress = new Map(counts.map((count) => [count.address, count]))
  return rows.map((row) => present(ctx, kind, list, row, byAddress.get(row.value)))
}

/** A page of a list: from `start` on, which the page before tells as its `next`. */
export async function list(ctx: Ctx, kind: Kind, query: EntityQuery) {
  const descending = query.orderby.startsWith('-')
  const by = query.orderby.replace(/^[-+]/, '').toLowerCase()
  const order = Object.hasOwn(store.entityOrders, by) ? store.entityOrders[by] : undefined
  if (!order) throw refused('orderby', `Lists are sorted by ${Object.keys(store.entityOrders).join(', ')}.`)
  const filters = filtersOf(query.property)
  const rows = filters.none
    ? []
    : await store.entities(ctx.db, ctx.sandboxId, {
        list: query.type,
        type: typeOf[kind],
        order,
        descending,
        from: query.start === undefined ? undefined : cursorOf(query.start, by, order.kind),
        created: filters.created,
        limit: query.limit + 1,
      })
  const after = rows[query.limit]
  return {
    orderby: query.orderby,
    items: await withCounts(ctx, kind, query.type, rows.slice(0, query.limit)),
    next: after && cursor(after, by),
  }
}

const cursor = ({ key, value }: store.EntityRow, by: string) =>
  by === 'entityvalue' ? value : `${encodeURIComponent(key)},${value}`

function cursorOf(start: string, by: string, kind: 'number' | 'text') {
  if (by === 'entityvalue') return { key: start, value: undefined }
  const [, coded = '', value] = /^([^,]*)(?:,(.*))?$/s.exec(start) ?? []
  let key: string
  try {
    key = decodeURIComponent(coded)
  } catch {
    throw refused('start', 'Take `start` from the page before, with the same orderby.')
  }
  if (kind === 'number' && !/^-?\d{1,15}$/.test(key))
    throw refused('start', 'Take `start` from the page before, with the same orderby.')
  return { key, value }
}

/** Filters on `creationdate` (milliseconds since 1970) and `channel`, which is always email here. */
function filtersOf(properties: readonly string[]) {
  const created: { sign: store.Sign; at: Date }[] = []
  let none = false
  for (const text of properties) {
    const [, name = '', sign = '', value = ''] = /^(\w+)(==|!=|<=|>=|<|>)(.*)$/.exec(text) ?? []
    if (name.toLowerCase() === 'channel' && (sign === '==' || sign === '!='))
      none ||= (value.toLowerCase() === 'email') !== (sign === '==')
    else if (name.toLowerCase() === 'creationdate' && /^\d{1,15}$/.test(value))
      created.push({ sign: sign as store.Sign, at: new Date(Number(value)) })
    else
      throw refused('property', `${text} is no filter: write creationdate<1631739725150 or channel==email.`)
  }
  return { created, none }
}

/** Adds entries, all of them or none; answers them in the order given. */
export async function add(ctx: Ctx, kind: Kind, listType: store.ListName, given: Added) {
  const type = typeOf[kind]
  const entries = given.map(({ entity, comment, user }) => ({
    value: listedValue(ctx, type, entity.entityValue),
    comment,
    by: user ?? ctx.actor.name,
  }))
  const errors = entries.flatMap(({ value }, n) =>
    value === undefined
      ? [
          {
            pointer: `/${n}/entity/entityValue`,
            detail: `This is not ${type === 'address' ? 'an address' : 'a domain'}`,
          },
        ]
      : [],
  )
  if (errors.length > 0)
    throw new Problem('request/invalid', 'Nothing was added: some values are not what the list holds.', {
      errors,
    })
  const put = listType === 'allowed' ? allowedStore.add : suppressionStore.add
  const groups = new Map<string, Map<string, suppressionStore.Entry>>()
  for (const { value, comment, by } of entries) {
    const group = groups.get(by) ?? new Map<string, suppressionStore.Entry>()
    groups.set(by, group.set(value!, { value: value!, type, comment }))
  }
  const rows = new Map<string, Row>()
  await inTransaction(ctx.db, async (db) => {
    for (const [name, group] of groups)
      for (const row of await put(db, ctx.sandboxId, [...group.values()], { name, at: ctx.now() }))
        rows.set(row.value, { category: 'manual', ...row })
  })
  return withCounts(
    ctx,
    kind,
    listType,
    entries.map(({ value }) => rows.get(value!)!),
  )
}

/** Throws suppression/not-found or allowed/not-found. */
export async function get(ctx: Ctx, kind: Kind, listType: store.ListName, text: string) {
  const value = namedValue(ctx, text)
  const read = listType === 'allowed' ? allowedStore.find : suppressionStore.find
  const row = await read(ctx.db, ctx.sandboxId, value)
  if (row?.type !== typeOf[kind])
    throw new Problem(
      listType === 'allowed' ? 'allowed/not-found' : 'suppression/not-found',
      `${text} is not on the list.`,
    )
  const [found] = await withCounts(ctx, kind, listType, [{ category: 'manual', ...row }])
  return found!
}

/** Throws suppression/not-found or allowed/not-found. */
export async function remove(ctx: Ctx, kind: Kind, listType: store.ListName, text: string): Promise<void> {
  await get(ctx, kind, listType, text)
  await (listType === 'allowed' ? allowed : suppressions).remove(ctx, text)
}

const uploadOrders: Record<string, (row: uploadStore.UploadRow) => string | number> = {
  jobid: ({ id }) => id,
  id: ({ id }) => id,
  user: ({ createdBy }) => createdBy,
  filename: ({ filename }) => filename,
  createtime: ({ createdAt }) => createdAt.getTime(),
  endtime: ({ finishedAt }) => finishedAt?.getTime() ?? 0,
  status: ({ status }) => status,
  responsecode: () => 200,
  recordcount: ({ lines }) => lines,
  handledcount: ({ added }) => added,
  failedcount: ({ failed }) => failed,
}
/** More uploads than are made in the time for which they are kept. */
const mostUploads = 10_000

/** A page of the uploads; `start` is the id of its first one, as the page before tells it. */
export async function listUploads(ctx: Ctx, query: UploadQuery) {
  const by = query.orderby.replace(/^[-+]/, '').toLowerCase()
  const key = Object.hasOwn(uploadOrders, by) ? uploadOrders[by] : undefined
  if (!key) throw refused('orderby', `Uploads are sorted by ${Object.keys(uploadOrders).join(', ')}.`)
  if (query.property.length > 0) throw refused('property', 'Uploads are not filtered.')
  const way = query.orderby.startsWith('-') ? -1 : 1
  const { rows } = await uploadStore.list(ctx.db, ctx.sandboxId, undefined, { limit: mostUploads, offset: 0 })
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0)
  rows.sort((a, b) => way * (compare(key(a), key(b)) || compare(a.id, b.id)))
  const first = query.start === undefined ? 0 : rows.findIndex(({ id }) => id === query.start)
  if (first < 0) throw refused('start', 'Take `start` from the page before.')
  const after = rows[first + query.limit]
  return {
    orderby: query.orderby,
    items: rows.slice(first, first + query.limit).map(presentUpload),
    next: after?.id,
  }
}

const statusOf = { pending: 'ACCEPTED', processing: 'PENDING', complete: 'COMPLETE', error: 'ERROR' } as const
const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

const presentUpload = (row: uploadStore.UploadRow) => ({
  jobId: row.id,
  user: row.createdBy,
  filename: row.filename,
  createTime: seconds(row.createdAt),
  ...(row.finishedAt && { endTime: seconds(row.finishedAt) }),
  status: statusOf[row.status],
  responseCode: 201,
  responseText: row.status === 'error' ? 'No line of the file could be used.' : null,
  recordCount: row.lines,
  handledCount: row.added,
  failedCount: row.failed,
})

/** Throws upload/not-found. */
export async function getUpload(ctx: Ctx, id: string) {
  const row = await uploadStore.find(ctx.db, ctx.sandboxId, id)
  const { items } = await uploads.errors(ctx, id)
  return {
    ...presentUpload(row!),
    imsOrgId: ctx.organizationId,
    sandboxId: String(ctx.sandboxId),
    failedRecords: items.map(({ type, value, comment, reason, line }) => ({
      type,
      value,
      comments: comment,
      failureReason: `Line ${line}: ${lineErrors[reason]}`,
    })),
  }
}

/** Empties the suppression list of the caller's own sandbox in the background. Throws sandbox/not-found for another. */
export async function removeAll(
  ctx: Ctx,
  organizationId: string,
  sandbox: string,
  name: string,
): Promise<void> {
  if (organizationId !== ctx.organizationId || (sandbox !== name && sandbox !== String(ctx.sandboxId)))
    throw new Problem('sandbox/not-found', 'Name the organization and the sandbox of the call.')
  const payload = { sandboxId: ctx.sandboxId, before: ctx.now().toISOString() }
  const job = { id: ctx.newId(), kind: clearSuppressionsKind, payload, runAt: ctx.now() }
  await queue.add(ctx.db, { ...job, key: String(ctx.sandboxId) })
}

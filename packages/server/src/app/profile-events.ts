import type { BodyOf, QueryOf } from '@chappe/core/api/endpoint'
import type { EventInput, listProfileEvents, sendEvents } from '@chappe/core/api/events'
import { checkOfWritten } from '@chappe/core/kit/json-schema'
import type { Mistake } from '@chappe/core/kit/problem'
import { eventLimits } from '@chappe/core/profile/event'
import type { Identity } from '@chappe/core/profile/schema'
import type { Ctx } from '../context.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as store from '../store/profile-events.ts'
import * as profiles from '../store/profiles.ts'
import * as recipients from '../store/recipients.ts'
import { missing } from './profiles/person.ts'
import { readIdentities, refuse, rulesOf } from './profiles/rules.ts'

/**
 * Writes what people did. All of the events or none; those whose id was written at the same instant before are left
 * out and counted. Throws request/invalid with a pointer to each mistake: people who are not there, data that does not
 * fit the schema that the sandbox declared for its type.
 */
export async function send(ctx: Ctx, body: BodyOf<typeof sendEvents>) {
  const many = 'events' in body
  const { events, createProfiles } = many ? body : { events: [body], createProfiles: false }
  const at = (index: number) => (many ? `/events/${index}` : '')
  const rules = await rulesOf(ctx)
  const mistakes: Mistake[] = await mistakesOfData(ctx, events, at)
  const identities = events.map((event, index): Identity | undefined => {
    if ((event.identity === undefined) === (event.profileId === undefined))
      mistakes.push({ pointer: `${at(index)}/identity`, detail: 'Name either an identity or a profileId' })
    if (!event.identity) return undefined
    const found: Mistake[] = []
    const [identity] = readIdentities(rules, [event.identity], found)
    mistakes.push(...found.map(({ detail }) => ({ pointer: `${at(index)}/identity/value`, detail })))
    return identity
  })
  refuse(mistakes)
  return inTransaction(ctx.db, async (db) => {
    const people = await peopleOf(ctx, db, events, identities, createProfiles)
    refuse(
      people.flatMap((id, index) => {
        const name = events[index]!.identity ? 'identity' : 'profileId'
        return id ? [] : [{ pointer: `${at(index)}/${name}`, detail: 'Leads to no profile of this sandbox' }]
      }),
    )
    const now = ctx.now()
    const rows = events.map((event, index) => ({
      id: event.id ?? ctx.newId(),
      type: event.type,
      at: event.at ? new Date(event.at) : now,
      profileId: people[index]!,
      data: event.data,
    }))
    const written = await store.insert(db, ctx.sandboxId, rows)
    return { written, repeated: rows.length - written, ids: rows.map(({ id }) => id) }
  })
}

async function mistakesOfData(
  { db, sandboxId }: Ctx,
  events: readonly EventInput[],
  at: (index: number) => string,
): Promise<Mistake[]> {
  const schemas = await store.schemasOf(db, sandboxId, [...new Set(events.map(({ type }) => type))])
  const checks = new Map([...schemas].map(([type, schema]) => [type, checkOfWritten(schema)]))
  return events.flatMap(({ type, data }, index) => {
    const pointer = `${at(index)}/data`
    if (Buffer.byteLength(JSON.stringify(data)) > eventLimits.data)
      return [{ pointer, detail: `Must take ${eventLimits.data} bytes at most` }]
    return checks.get(type)?.(data, pointer) ?? []
  })
}

/** The profile of each event; undefined where there is none. Those found are held against erasure. */
async function peopleOf(
  { sandboxId, newId }: Ctx,
  db: Db,
  events: readonly EventInput[],
  identities: readonly (Identity | undefined)[],
  createProfiles: boolean,
): Promise<(string | undefined)[]> {
  const wanted = new Map(identities.flatMap((one) => (one ? [[recipients.identityKey(one), one]] : [])))
  const led = new Map(
    (await recipients.profilesOf(db, sandboxId, [...wanted.values()])).map((found) => [
      recipients.identityKey(found),
      found.id,
    ]),
  )
  const strangers = [...wanted]
    .filter(([key]) => !led.has(key))
    .map(([, one]) => ({ ...one, newId: newId() }))
  if (createProfiles)
    for (const [key, id] of await recipients.createProfiles(db, sandboxId, strangers)) led.set(key, id)
  const ids = events.map(
    ({ profileId }, index) => profileId ?? led.get(recipients.identityKey(identities[index]!)),
  )
  const there = await store.holdProfiles(
    db,
    sandboxId,
    ids.flatMap((id) => id ?? []),
  )
  return ids.map((id) => (id && there.has(id.toLowerCase()) ? id : undefined))
}

/** Throws profile/not-found. */
export async function list({ db, sandboxId }: Ctx, id: string, query: QueryOf<typeof listProfileEvents>) {
  if (!(await profiles.get(db, sandboxId, id))) throw missing()
  const [{ items }, total] = await Promise.all([
    store.ofProfile(db, sandboxId, id, query),
    store.count(db, sandboxId, id, query.type),
  ])
  return { items: items.map(({ at, ...event }) => ({ ...event, at: at.toISOString() })), total }
}

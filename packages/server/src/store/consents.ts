import { type Choice, ConsentDefaults, type StoredChoice, usualDefaults } from '@chappe/core/consent/schema'
import { sql } from 'kysely'
import type { By, Page } from './campaigns.ts'
import type { Db } from './db.ts'
import * as sandboxSettings from './sandbox-settings.ts'

/** What a choice is about. Subject: `profile:<id>` or `address:<normalized>`; topic: empty for the whole channel. */
export interface About {
  readonly subject: string
  readonly channel: string
  readonly topic: string
}

export interface ChoiceRow extends About {
  readonly choice: StoredChoice
  readonly source: string
  readonly at: Date
}

export interface ChangeRow extends Omit<ChoiceRow, 'choice'> {
  /** Null: what was said counts no more. */
  readonly choice: StoredChoice | null
  readonly previous: StoredChoice | null
  readonly byName: string
  readonly detail: { readonly messageId?: string }
}

/** How and when a choice was made, and who wrote it down. */
export interface Act extends Pick<By, 'name' | 'at'> {
  readonly source: string
  /** The message that asked for a confirmation, where it comes of that. */
  readonly messageId?: string | undefined
}

/**
 * Holds these people as they are until the transaction ends, so that nobody makes one of them part of somebody else
 * meanwhile; answers whether all are there. Profiles are held before anything that was said about them.
 */
export async function holdPeople(db: Db, sandboxId: number, subjects: readonly string[]): Promise<boolean> {
  const ids = [
    ...new Set(
      subjects.flatMap((subject) =>
        subject.startsWith('profile:') ? [subject.slice('profile:'.length)] : [],
      ),
    ),
  ]
  if (ids.length === 0) return true
  const { rows } = await sql`
    select from profile where sandbox_id = ${sandboxId} and id = any(${ids}::uuid[])
     order by id for key share`.execute(db)
  return rows.length === ids.length
}

/**
 * Writes choices and, of those that are news, their history; answers what changed. Each `About` is given once. All
 * writers take the rows in the same order, so that they never wait for each other, and what was there before is read
 * from the rows as they are held: the history of a choice has no gaps.
 */
export async function choose(
  db: Db,
  sandboxId: number,
  chosen: readonly (About & { readonly choice: StoredChoice; readonly changeId: string })[],
  { source, name, at, messageId }: Act,
): Promise<(About & { readonly choice: StoredChoice })[]> {
  if (chosen.length === 0) return []
  const { rows } = await sql<About & { choice: StoredChoice }>`
    with given as (
      select * from unnest(${chosen.map((c) => c.changeId)}::uuid[], ${chosen.map((c) => c.channel)}::text[],
                           ${chosen.map((c) => c.subject)}::text[], ${chosen.map((c) => c.topic)}::text[],
                           ${chosen.map((c) => c.choice)}::text[]) as g(id, channel, subject, topic, choice)
    ), held as materialized (
      select c.channel, c.subject, c.topic, c.choice from consent c join given using (channel, subject, topic)
       where c.sandbox_id = ${sandboxId} order by c.channel, c.subject, c.topic for update of c
    ), news as materialized (
      select g.*, h.choice as previous from given g left join held h using (channel, subject, topic)
       where h.choice is distinct from g.choice
    ), written as (
      insert into consent as c (sandbox_id, channel, subject, topic, choice, source, at)
      select ${sandboxId}, channel, subject, topic, choice, ${source}, ${at}::timestamptz from news
       order by channel, subject, topic
          on conflict (sandbox_id, channel, subject, topic)
          do update set choice = excluded.choice, source = excluded.source, at = excluded.at
       where c.choice <> excluded.choice
      returning c.channel, c.subject, c.topic
    )
    insert into consent_change
           (sandbox_id, id, at, channel, subject, topic, choice, previous, source, by_name, detail)
    select ${sandboxId}, n.id, ${at}::timestamptz, n.channel, n.subject, n.topic, n.choice, n.previous,
           ${source}, ${name}, ${JSON.stringify(messageId ? { messageId } : {})}::jsonb
      from news n join written using (channel, subject, topic)
    returning channel, subject, topic, choice`.execute(db)
  return rows
}

/** Everything that these subjects chose. */
export const of = (db: Db, sandboxId: number, subjects: readonly string[]): Promise<ChoiceRow[]> =>
  db
    .selectFrom('consent')
    .select(['subject', 'channel', 'topic', 'choice', 'source', 'at'])
    .where('sandboxId', '=', sandboxId)
    .where(sql<boolean>`subject = any(${subjects}::text[])`)
    .orderBy('channel')
    .orderBy('topic')
    .orderBy('subject')
    .$castTo<ChoiceRow>()
    .execute()

export async function history(
  db: Db,
  sandboxId: number,
  subjects: readonly string[],
  { limit, offset }: Page,
): Promise<{ rows: ChangeRow[]; total: number }> {
  const found = db
    .selectFrom('consentChange')
    .where('sandboxId', '=', sandboxId)
    .where(sql<boolean>`subject = any(${subjects}::text[])`)
  const [rows, { total }] = await Promise.all([
    found
      .select(['subject', 'channel', 'topic', 'choice', 'previous', 'source', 'byName', 'at', 'detail'])
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .offset(offset)
      .$castTo<ChangeRow>()
      .execute(),
    found.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
  ])
  return { rows, total }
}

/** What these subjects had accepted until they refused it, after this instant. */
export const leftSince = (
  db: Db,
  sandboxId: number,
  subjects: readonly string[],
  since: Date,
): Promise<Omit<About, 'subject'>[]> =>
  db
    .selectFrom('consentChange')
    .select(['channel', 'topic'])
    .where('sandboxId', '=', sandboxId)
    .where(sql<boolean>`subject = any(${subjects}::text[])`)
    .where('at', '>', since)
    .where('choice', '=', 'out')
    .where('previous', '=', 'in')
    .execute()

/** What decides about the marketing messages of a campaign. */
export interface Standing {
  /** By subject: what was said about the channel, and about the topic. */
  readonly channel: ReadonlyMap<string, readonly StoredChoice[]>
  readonly topic: ReadonlyMap<string, readonly StoredChoice[]>
  readonly byDefault: Choice
  readonly doubleOptIn: boolean
}

/** Whom a message is for: an address (normalized), a profile, or both. */
export interface Addressee {
  readonly address: string | null
  readonly profileId: string | null
}

/**
 * What these people said about a channel and a topic of it (null: none), with the rules that fill the gaps. For an
 * address speaks the person, too, whom it leads to, whether the message knows them or not. One statement, and nothing
 * is remembered: what is written now counts for the next message.
 */
export async function standing(
  db: Db,
  sandboxId: number,
  channel: string,
  topic: string | null,
  people: readonly Addressee[],
): Promise<Standing> {
  // A list of values rather than a join: the index is walked once through the sorted values.
  const subjects = people.flatMap(({ address, profileId }) => [
    ...(address === null ? [] : [`address:${address}`]),
    ...(profileId === null ? [] : [`profile:${profileId}`]),
  ])
  const topics = topic === null ? [''] : ['', topic]
  const { rows } = await sql<{
    what: 'said' | 'default' | 'double'
    topic: string
    subject: string
    value: string
  }>`
    with others as materialized (
      select i.value as address, i.profile_id
        from unnest(${people.map(({ address }) => address)}::text[], ${people.map((p) => p.profileId)}::uuid[])
               as g(address, profile_id)
        join profile_identity i
          on i.sandbox_id = ${sandboxId} and i.namespace = 'email' and i.value = g.address
       where i.profile_id is distinct from g.profile_id
    )
    select 'said' as what, topic, subject, choice as value from consent
     where sandbox_id = ${sandboxId} and channel = ${channel} and topic = any(${topics}::text[])
       and subject = any(${subjects}::text[])
     union all
    select 'said', c.topic, 'address:' || o.address, c.choice from others o
      join consent c on c.sandbox_id = ${sandboxId} and c.subject = 'profile:' || o.profile_id
       and c.channel = ${channel} and c.topic = any(${topics}::text[])
     union all
    select 'default', '', '', value ->> ${channel}::text from sandbox_setting
     where sandbox_id = ${sandboxId} and name = ${defaultsName}
     union all
    select 'double', '', '', '' from topic
     where sandbox_id = ${sandboxId} and key = ${topic} and double_opt_in`.execute(db)
  const said = { channel: new Map<string, StoredChoice[]>(), topic: new Map<string, StoredChoice[]>() }
  for (const row of rows) {
    if (row.what !== 'said') continue
    const about = row.topic === '' ? said.channel : said.topic
    const known = about.get(row.subject)
    if (known) known.push(row.value as StoredChoice)
    else about.set(row.subject, [row.value as StoredChoice])
  }
  return {
    ...said,
    byDefault: rows.find(({ what }) => what === 'default')?.value === 'out' ? 'out' : 'in',
    doubleOptIn: rows.some(({ what }) => what === 'double'),
  }
}

export const defaultsName = 'consent_default'

export async function defaults(db: Db, sandboxId: number): Promise<ConsentDefaults> {
  const given = await sandboxSettings.get(db, sandboxId, defaultsName)
  return ConsentDefaults.parse({ ...usualDefaults, ...(given as Partial<ConsentDefaults> | undefined) })
}

export const saveDefaults = (db: Db, sandboxId: number, value: ConsentDefaults, by: By) =>
  sandboxSettings.put(db, sandboxId, defaultsName, value, by)

import { createHash, randomBytes } from 'node:crypto'
import { scopesOf } from '@chappe/core/access/scopes'
import type { CalendarFeed } from '@chappe/core/api/calendar'
import type { CampaignStatus } from '@chappe/core/campaign/lifecycle'
import { type FeedEvent, writeCalendar } from '@chappe/core/schedule/calendar/write'
import type { Ctx, House } from '../context.ts'
import * as store from '../store/calendar-feeds.ts'
import type { Placed } from './calendar/bands.ts'
import { look } from './calendar.ts'
import { mustHold } from './context.ts'

const day = 86_400_000
/** What a feed tells: so many days back and ahead, counted from midnight UTC so that it changes once a day only. */
const feedDays = { back: 31, ahead: 180 } as const
/**
 * Of each side of today; what is to come is not left out because much was sent. What is late ends with a quarter of an
 * hour: a feed that says another end at each second is sent whole to whoever asks whether it changed.
 */
const most = { campaigns: 500, bands: 2_000, step: 900_000 }

const told: readonly CampaignStatus[] = ['scheduled', 'live', 'paused', 'completed', 'stopped', 'failed']
const withDrafts: readonly CampaignStatus[] = ['draft', 'in_review', ...told]

/** The address's token, of which only the hash is kept: 256 random bits need no slow one. */
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

const present = ({ createdAt, readAt }: store.FeedRow): CalendarFeed => ({
  createdAt: createdAt.toISOString(),
  readAt: readAt?.toISOString() ?? null,
})

/** Throws auth/forbidden unless one may read campaigns. */
export async function get(ctx: Ctx): Promise<{ feed: CalendarFeed | null }> {
  mustHold(ctx.actor, 'campaigns:read')
  const row = await store.find(ctx.db, ctx.sandboxId, ctx.actor.id)
  return { feed: row ? present(row) : null }
}

/** A new address for one's own feed of this sandbox. Throws auth/forbidden unless one may read campaigns. */
export async function renew(ctx: Ctx): Promise<{ url: string; feed: CalendarFeed }> {
  mustHold(ctx.actor, 'campaigns:read')
  const token = randomBytes(32).toString('base64url')
  const row = await store.renew(ctx.db, {
    sandboxId: ctx.sandboxId,
    personId: ctx.actor.id,
    tokenHash: hashOf(token),
    at: ctx.now(),
  })
  return { url: `${ctx.publicUrl}/calendar/${token}.ics`, feed: present(row) }
}

export async function revoke(ctx: Ctx): Promise<void> {
  await store.revoke(ctx.db, ctx.sandboxId, ctx.actor.id)
}

export interface FeedFile {
  readonly text: string
  readonly etag: string
  /** Since when it says this. */
  readonly changedAt: Date
}

/** The feed behind a token, as its person may see it now; undefined when the token opens nothing (any more). */
export async function read(
  house: House,
  token: string,
  { drafts = false }: { readonly drafts?: boolean } = {},
): Promise<FeedFile | undefined> {
  const feed = await store.open(house.db, hashOf(token))
  if (!feed) return undefined
  const scopes = scopesOf[feed.role]
  if (!scopes.includes('campaigns:read')) return undefined
  const { sandboxId, personId } = feed
  const now = house.now()
  const today = Math.floor(now.getTime() / day) * day
  const ctx = { ...house, sandboxId, actor: { id: personId, name: feed.personName, scopes } }
  const between = (from: number, to: number) =>
    look(
      ctx,
      { from: new Date(today + from * day), to: new Date(today + to * day) },
      { status: drafts ? withDrafts : told },
      most,
    )
  const ahead = await between(0, feedDays.ahead)
  const back = await between(-feedDays.back, 0)
  const changed = new Map([...back.changed, ...ahead.changed])
  // What goes on over midnight is on both sides.
  const placed = new Map([...back.placed, ...ahead.placed].map((one) => [one.told.id, one])).values()
  const language = feed.preferences.locale ?? 'en'
  const text = writeCalendar(
    `Chappe – ${feed.sandboxTitle}`,
    Array.from(placed, (one) => eventOf(one, changed.get(one.told.campaignId)!, house.publicUrl, language)),
  )
  const etag = hashOf(text).toString('base64url').slice(0, 27)
  const changedAt = await store.note(house.db, [sandboxId, personId], `${drafts}:${etag}`, now)
  return changedAt && { text, etag, changedAt }
}

const words = {
  en: { people: (count: string) => `${count} people`, wave: (number: string) => `wave ${number}` },
  fr: { people: (count: string) => `${count} personnes`, wave: (number: string) => `vague ${number}` },
}

function eventOf({ told, band }: Placed, changed: Date, publicUrl: string, language: 'en' | 'fr'): FeedEvent {
  const { wave, people, tags } = told
  const said = words[language]
  const part = wave === null ? '' : ` (${said.wave(`${wave.index + 1}/${wave.of}`)})`
  return {
    uid: `${told.id}@${new URL(publicUrl).host}`,
    summary: `${told.name}${part}`,
    ...(people !== null && { description: said.people(new Intl.NumberFormat(language).format(people)) }),
    url: `${publicUrl}/campaigns/${told.campaignId}`,
    start: band.start,
    // What has no end would be as long as the calendar: its start is what there is to tell.
    end: Number.isFinite(band.end) ? band.end : band.start,
    status: statusOf(told),
    categories: tags,
    changed: changed.getTime(),
  }
}

/** What was sent was, whatever became of its campaign; an occurrence without people was stopped before it began. */
const statusOf = ({ status, phase, people }: Placed['told']): FeedEvent['status'] =>
  phase === 'draft'
    ? 'TENTATIVE'
    : status === 'stopped' && phase === 'sent' && people === null
      ? 'CANCELLED'
      : 'CONFIRMED'

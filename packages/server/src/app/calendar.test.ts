import { scopesOf } from '@chappe/core/access/scopes'
import type { CalendarBand } from '@chappe/core/api/calendar'
import { Definition } from '@chappe/core/campaign/schema'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { newId } from '../ids.ts'
import { aHouse } from '../testing/house.ts'
import { aLiveCampaign, type LiveCampaign } from '../testing/live-campaign.ts'
import * as audiences from './audiences.ts'
import * as calendar from './calendar.ts'
import * as campaigns from './campaigns.ts'
import * as versions from './versions.ts'

const { db, ctx } = await aHouse()
const { sandboxId } = ctx
const day = 86_400_000
const today = Math.floor(ctx.now().getTime() / day) * day
/** So many days after midnight of today, UTC. */
const date = (days: number, hours = 0) => new Date(today + days * day + hours * 3_600_000)
const local = (days: number, hours = 0) => date(days, hours).toISOString().slice(0, 16)
const minute = (time: string | null) => time?.slice(0, 16)

async function anAudience(members: number | null): Promise<string> {
  const { id } = await audiences.create(ctx, {
    name: `Readers ${newId()}`,
    description: '',
    tags: [],
    schedule: null,
    definition: { kind: 'list', columns: [] },
  })
  await db.updateTable('audience').set({ members }).where('id', '=', id).execute()
  return id
}

const aDraft = (name: string, definition: z.input<typeof Definition>, tags: string[] = []) =>
  campaigns.create(ctx, {
    kind: 'action',
    category: 'marketing',
    channel: 'email',
    name,
    description: '',
    tags,
    highThroughput: false,
    definition: Definition.parse(definition),
  })

const live = (given: LiveCampaign) => aLiveCampaign(db, sandboxId, { kind: 'action', ...given })

interface Begun {
  startedAt: Date
  finishedAt?: Date
  targeted: number
  status?: string
  plannedAt?: Date
  kind?: string
  resendsId?: string
}
const began = (campaignId: string, number: number, { plannedAt, ...given }: Begun) =>
  db
    .insertInto('occurrence')
    .values({
      sandboxId,
      id: newId(),
      campaignId,
      number,
      version: 1,
      plannedAt: plannedAt ?? given.startedAt,
      status: given.finishedAt ? 'done' : 'sending',
      ...given,
    })
    .execute()

/** Gives campaigns a tag, to see nothing but them. */
const tagged = (tag: string, ...ids: string[]) =>
  db
    .updateTable('campaign')
    .set({ tags: [tag] })
    .where('id', 'in', ids)
    .execute()

const daily = (days: number, hours: number) => ({
  kind: 'recurring' as const,
  start: local(days, hours),
  timeZone: 'UTC',
  recurrence: { every: 'day' as const },
})

const read = (more: Partial<Parameters<typeof calendar.read>[1]> = {}, days: [number, number] = [-3, 7]) =>
  calendar.read(ctx, { from: date(days[0]).toISOString(), to: date(days[1]).toISOString(), ...more })
const of = (bands: readonly CalendarBand[], campaignId: string) =>
  bands.filter((band) => band.campaignId === campaignId)
const spans = (bands: readonly CalendarBand[]) =>
  bands.map(({ phase, start, end, people }) => [phase, minute(start), minute(end), people])

describe('an active campaign', () => {
  test('shows what it sent with its real end and people, and what is to come by its schedule', async () => {
    const audience = { id: await anAudience(3600) }
    const pace = { rate: { messages: 1 } }
    const definition = { trigger: daily(-2, 9), audience, pace }
    const id = await live({ definition, nextAt: date(5, 9) })
    await began(id, 1, {
      plannedAt: date(-2, 9),
      startedAt: date(-2, 9.1),
      finishedAt: date(-2, 11),
      targeted: 1234,
    })
    const bands = of((await read()).bands, id)
    expect(spans(bands)).toEqual([
      ['sent', local(-2, 9.1), local(-2, 11), 1234],
      ['planned', local(5, 9), local(5, 10), 3600],
      ['planned', local(6, 9), local(6, 10), 3600],
    ])
    expect(bands[0]).toMatchObject({ occurrence: { number: 1 }, local: local(-2, 9), editable: false })
    expect(bands[1]).toMatchObject({ occurrence: null, audience, recurring: true, revision: null })
    expect(new Set(bands.map((band) => band.id)).size).toBe(3)
  })

  test('shows each slot once, begun or not', async () => {
    const id = await live({ definition: { trigger: daily(-5, 0) }, nextAt: date(1) })
    await began(id, 1, { startedAt: date(0), targeted: 5 })
    expect(of((await read({}, [0, 3])).bands, id).map(({ start }) => minute(start))).toEqual([
      local(0),
      local(1),
      local(2),
    ])
  })

  test('is expected to go on for as long as its pace needs while it is being sent', async () => {
    const definition = {
      trigger: { kind: 'at' as const, at: local(-2), timeZone: 'UTC' },
      pace: { rate: { messages: 1 } },
    }
    const id = await live({ definition })
    await began(id, 1, { startedAt: date(-2), targeted: 4 * 86_400 })
    const { bands, hours } = await read()
    expect(spans(of(bands, id))).toEqual([['sending', local(-2), local(2), 4 * 86_400]])
    expect(hours[(3 + 1) * 24]).toBeGreaterThanOrEqual(3600)
  })

  test('beyond the window it has no end', async () => {
    const definition = {
      trigger: { kind: 'now' as const },
      pace: { rate: { messages: 1, per: 'hour' as const } },
    }
    const id = await live({ definition })
    await began(id, 1, { startedAt: date(-1), targeted: 1_000_000 })
    expect(of((await read()).bands, id)[0]).toMatchObject({ phase: 'sending', end: null })
  })

  test('is in waves where it is sent in waves', async () => {
    const waves = {
      division: 'percent' as const,
      timing: { kind: 'interval' as const, minutes: 1440 },
      waves: [{ size: 25 }, { size: 75 }],
    }
    const audience = { id: await anAudience(1000) }
    const trigger = { kind: 'at' as const, at: local(4, 9), timeZone: 'UTC' }
    const id = await live({
      status: 'scheduled',
      startAt: date(4, 9),
      nextAt: date(4, 9),
      definition: { trigger, waves, audience },
    })
    const found = of((await read()).bands, id)
    expect(found.map(({ wave, start, people }) => [wave, minute(start), people])).toEqual([
      [{ index: 0, of: 2 }, local(4, 9), 250],
      [{ index: 1, of: 2 }, local(5, 9), 750],
    ])
  })

  test('that is sent at once has its waves on the clocks of its own time zone', async () => {
    const waves = {
      division: 'equal' as const,
      timing: { kind: 'dates' as const },
      waves: [{}, { at: local(1, 12) }],
    }
    const definition = {
      trigger: { kind: 'now' as const },
      schedule: { timezone: 'Asia/Tokyo' },
      waves,
    }
    const id = await live({ definition })
    await began(id, 1, { startedAt: date(0), targeted: 10 })
    const bands = of((await read()).bands, id)
    expect(bands.map(({ start, timeZone, local }) => [minute(start), timeZone, local])).toEqual([
      [local(0), 'Asia/Tokyo', local(0, 9)],
      [local(1, 12 - 9), 'Asia/Tokyo', local(0, 9)],
    ])
  })

  test('that is paused shows what comes when it goes on, not what went by meanwhile', async () => {
    const id = await live({
      status: 'paused',
      definition: { trigger: daily(-9, 0) },
      nextAt: date(-2),
    })
    const slots = of((await read({}, [-3, 3])).bands, id).map(({ start }) => Date.parse(start))
    // What is due by less than an hour still begins.
    const due = ctx.now().getTime() - 3_600_000
    expect(slots).toEqual([0, 1, 2].map((days) => date(days).getTime()).filter((at) => at >= due))
  })

  test('shows what is resent as what it is: in no waves, and of nobody before its people are known', async () => {
    const audience = { id: await anAudience(1000) }
    const waves = {
      division: 'equal' as const,
      timing: { kind: 'interval' as const, minutes: 60 },
      waves: [{}, {}],
    }
    const trigger = { ...daily(-4, 9), evergreen: true }
    const id = await live({ definition: { trigger, waves, audience }, nextAt: date(5, 9) })
    await began(id, 1, { startedAt: date(-2, 9), finishedAt: date(-2, 12), targeted: 500 })
    const { id: root } = await db
      .selectFrom('occurrence')
      .select('id')
      .where('campaignId', '=', id)
      .executeTakeFirstOrThrow()
    const resend = { kind: 'resend', resendsId: root, startedAt: date(-1, 3), plannedAt: date(-1, 3) }
    await began(id, 3, { ...resend, targeted: 7 })
    await began(id, 2, { ...resend, finishedAt: date(-1, 4), targeted: 3 })
    const bands = of((await read({}, [-3, 6])).bands, id)
    expect(
      bands.map(({ phase, people, wave, occurrence }) => [phase, people, wave, occurrence?.number]),
    ).toEqual([
      ['sent', 500, null, 1],
      ['sent', 3, null, 2],
      ['sending', 7, null, 3],
      ['planned', 250, { index: 0, of: 2 }, undefined],
      ['planned', 250, { index: 1, of: 2 }, undefined],
    ])
    expect(new Set(bands.map((band) => band.id)).size).toBe(5)
  })

  test('at each person’s own time has each slot once, too, though it begins when the first clocks show it', async () => {
    const trigger = { ...daily(-5, 9), profileTimeZone: {} }
    const id = await live({ definition: { trigger }, nextAt: date(3, 9 - 14) })
    await began(id, 1, { plannedAt: date(2, 9 - 14), startedAt: date(2, 9 - 14), targeted: 5 })
    const bands = of((await read({}, [1, 5])).bands, id)
    expect(bands.map(({ phase, local }) => [phase, local])).toEqual([
      ['sending', local(2, 9)],
      ['planned', local(3, 9)],
      ['planned', local(4, 9)],
    ])
  })

  test('at each person’s own time goes on until the last clocks show it, with its volume then', async () => {
    const trigger = { kind: 'at' as const, at: local(2, 9), timeZone: 'UTC', profileTimeZone: {} }
    const id = await live({ definition: { trigger }, nextAt: null })
    await began(id, 1, { plannedAt: date(2, 9 - 14), startedAt: date(2, 9 - 14), targeted: 60 })
    const { id: occurrenceId } = await db
      .selectFrom('occurrence')
      .select('id')
      .where('campaignId', '=', id)
      .executeTakeFirstOrThrow()
    const parts = [9 - 14, 9 + 11].map((hours) => date(2, hours))
    await db
      .insertInto('wave')
      .values(parts.map((startsAt, n) => ({ occurrenceId, number: n + 1, startsAt, targeted: 20 + 20 * n })))
      .execute()
    const { bands, hours } = await read({}, [1, 5])
    const [band, ...more] = of(bands, id)
    expect(more).toEqual([])
    expect(band).toMatchObject({ phase: 'sending', people: 60, start: date(2, 9 - 14).toISOString() })
    const end = Date.parse(band!.end!)
    expect(end).toBeGreaterThanOrEqual(date(2, 20).getTime())
    expect(end).toBeLessThan(date(2, 21).getTime())
    expect(hours[24 + 20]).toBeGreaterThanOrEqual(40)
  })

  test('that is called is the window in which it is', async () => {
    const id = await aLiveCampaign(db, sandboxId, { startAt: date(-1), endAt: date(2) })
    const open = await aLiveCampaign(db, sandboxId, { startAt: date(-30) })
    const over = await aLiveCampaign(db, sandboxId, { startAt: date(-30), endAt: date(-3) })
    const { bands } = await read()
    expect(spans(of(bands, id))).toEqual([['window', local(-1), local(2), null]])
    expect(spans(of(bands, open))).toEqual([['window', local(-30), undefined, null]])
    expect(of(bands, over)).toEqual([])
  })

  test('of which nobody knows how many it is for has a start and no volume', async () => {
    const audience = { id: await anAudience(null) }
    const trigger = { kind: 'at' as const, at: local(6, 3), timeZone: 'UTC' }
    const id = await live({
      status: 'scheduled',
      startAt: date(6, 3),
      nextAt: date(6, 3),
      definition: { trigger, audience },
    })
    expect(spans(of((await read()).bands, id))).toEqual([['planned', local(6, 3), local(6, 3), null]])
  })
})

describe('a draft', () => {
  test('is shown to who asks for drafts, from now on, and may be moved by who may write', async () => {
    const { id } = await aDraft('Weekly news', { trigger: daily(-2, 9) })
    const { id: past } = await aDraft('Forgotten', {
      trigger: { kind: 'at', at: local(-2, 8), timeZone: 'Europe/Paris' },
    })
    expect(of((await read()).bands, id)).toEqual([])
    const { bands } = await read({ drafts: true }, [-3, 3])
    const shown = of(bands, id)
    expect(shown.every(({ start }) => Date.parse(start) >= ctx.now().getTime())).toBe(true)
    expect(shown.at(-1)).toMatchObject({ phase: 'draft', editable: true, revision: 1, local: local(2, 9) })
    expect(of(bands, past)).toMatchObject([{ phase: 'draft', editable: true, timeZone: 'Europe/Paris' }])
    const viewer = { ...ctx, actor: { ...ctx.actor, scopes: scopesOf.viewer } }
    const seen = await calendar.read(viewer, {
      from: date(-3).toISOString(),
      to: date(3).toISOString(),
      drafts: true,
    })
    expect(of(seen.bands, id).map(({ editable }) => editable)).not.toContain(true)
  })

  test('that recurs is shown however long ago it was saved, one that is sent once for a hundred days', async () => {
    const { id } = await aDraft('Old habit', { trigger: daily(-2, 9) })
    const { id: once } = await aDraft('Old idea', {
      trigger: { kind: 'at', at: local(-2, 9), timeZone: 'UTC' },
    })
    const saved = (days: number) =>
      db
        .updateTable('campaign')
        .set({ startAt: date(days) })
        .where('id', 'in', [id, once])
        .execute()
    await saved(-99)
    const shown = async () => {
      const { bands } = await read({ drafts: true })
      return [id, once].map((one) => of(bands, one).length > 0)
    }
    expect(await shown()).toEqual([true, true])
    await saved(-400)
    expect(await shown()).toEqual([true, false])
  })

  test('is where it was moved to, and of two who move it the second is told', async () => {
    const trigger = { kind: 'at' as const, at: local(3, 9), timeZone: 'UTC' }
    const { id } = await aDraft('Sales', { trigger })
    const [band] = of((await read({ drafts: true })).bands, id)
    const { definition } = await versions.get(ctx, id, band!.version)
    const move = (at: string) =>
      versions.saveDraft(ctx, id, {
        revision: band!.revision!,
        definition: { ...definition, trigger: { ...trigger, profileTimeZone: null, at } },
      })
    await move(local(4, 10))
    await expect(move(local(5))).rejects.toMatchObject({ type: 'request/stale' })
    expect(spans(of((await read({ drafts: true })).bands, id))).toEqual([
      ['draft', local(4, 10), local(4, 10), null],
    ])
  })

  test('by a rule of its own, or that is sent at once, cannot be moved', async () => {
    const rule = { ...daily(1, 1), recurrence: { every: 'rule' as const, rule: 'FREQ=DAILY' } }
    const { id } = await aDraft('By rule', { trigger: rule })
    const { id: atOnce } = await aDraft('At once', { trigger: { kind: 'now' } })
    const { bands } = await read({ drafts: true })
    expect(of(bands, id)[0]).toMatchObject({ editable: false, revision: null })
    expect(of(bands, atOnce)).toEqual([])
  })
})

describe('filters', () => {
  let ids: string[]
  const names = async (more: Parameters<typeof read>[0]) =>
    [...new Set((await read(more, [20, 30])).bands.map(({ campaignId }) => ids.indexOf(campaignId)))].sort()

  beforeAll(async () => {
    const definition = { trigger: { kind: 'at' as const, at: local(25), timeZone: 'UTC' } }
    const action = await live({ status: 'scheduled', startAt: date(25), nextAt: date(25), definition })
    const called = await aLiveCampaign(db, sandboxId, { startAt: date(21), endAt: date(28) })
    const { id: draft } = await aDraft('Draft', definition, ['Spring'])
    await db
      .updateTable('campaign')
      .set({ tags: ['spring'] })
      .where('id', '=', action)
      .execute()
    ids = [action, called, draft]
  })

  test.each([
    ['nothing', {}, [0, 1]],
    ['drafts, too', { drafts: true }, [0, 1, 2]],
    ['a status', { status: ['scheduled' as const] }, [0]],
    ['drafts as a status', { status: ['draft' as const] }, [2]],
    ['a kind', { kind: ['api_triggered' as const] }, [1]],
    ['a channel', { channel: ['email' as const] }, [0, 1]],
    ['a tag in any case', { tag: ['SPRING'], drafts: true }, [0, 2]],
    ['a tag that nobody has', { tag: ['autumn'] }, []],
  ])('by %s', async (_, more, expected) => {
    expect((await names(more)).filter((index) => index >= 0)).toEqual(expected)
  })
})

test('hours that are over show what was sent, those to come what is planned', async () => {
  const audience = { id: await anAudience(600) }
  const trigger = { kind: 'at' as const, at: local(40, 9), timeZone: 'UTC' }
  const id = await live({
    status: 'scheduled',
    startAt: date(40, 9),
    nextAt: date(40, 9),
    definition: { trigger, audience },
  })
  await began(id, 1, { startedAt: date(-40, 8), finishedAt: date(-40, 9.5), targeted: 10 })
  const counted = { sandboxId, campaignId: id, metric: 'sent', hour: date(-40, 8), count: 7 }
  await db.insertInto('tally').values(counted).execute()
  await db
    .insertInto('tallyDelta')
    .values([
      { ...counted, count: 2 },
      { ...counted, metric: 'excluded', count: 100 },
      { ...counted, hour: date(-40, 9), count: 1 },
    ])
    .execute()
  await tagged('busy', id)
  const busy = async (days: [number, number]) =>
    [...(await read({ tag: ['busy'] }, days)).hours.entries()].filter(([, people]) => people > 0)
  expect(await busy([-41, -39])).toEqual([
    [32, 9],
    [33, 1],
  ])
  expect(await busy([40, 41])).toEqual([[9, 600]])
})

test('the same audience within a day is a conflict, so are two at the same hour, and what is over is none', async () => {
  const audience = { id: await anAudience(3600) }
  const other = { id: await anAudience(3600) }
  const pace = { rate: { messages: 1 } }
  const at = (hours: number, audience: { id: string }) => {
    const when = date(50, hours)
    const trigger = { kind: 'at' as const, at: local(50, hours), timeZone: 'UTC' }
    return live({ status: 'scheduled', startAt: when, nextAt: when, definition: { trigger, audience, pace } })
  }
  const first = await at(9, audience)
  const second = await at(20, audience)
  const third = await at(9.5, other)
  await tagged('crossing', first, second, third)
  const { bands, conflicts } = await read({ tag: ['crossing'] }, [49, 52])
  const nameOf = (id: string) => bands.find((band) => band.id === id)!.campaignId
  expect(conflicts.map(({ kind, bands }) => [kind, ...bands.map(nameOf)])).toEqual([
    ['audience', first, second],
    ['hours', first, third],
  ])
  for (const id of [first, second]) {
    await db.updateTable('campaign').set({ nextAt: null, status: 'completed' }).where('id', '=', id).execute()
    await began(id, 1, { startedAt: date(-60, 9), finishedAt: date(-60, 10), targeted: 1 })
  }
  expect((await read({ tag: ['crossing'] }, [-61, -59])).conflicts).toEqual([])
})

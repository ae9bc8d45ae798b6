import * as endpoints from '@chappe/core/api/calendar'
import { Definition } from '@chappe/core/campaign/schema'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import * as feeds from '../app/calendar-feeds.ts'
import { aCampaignHouse, aDraft, aRunningCampaign } from '../testing/campaigns.ts'
import { aLiveCampaign } from '../testing/live-campaign.ts'
import { aClient, aPerson, signedIn } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const { house, ctx, clock } = await aCampaignHouse()
const server = anHttpServer(house)
const { headers } = await aClient(house)
const person = await aPerson(house)
const browser = await signedIn(house, person)
const at = (hours: number) => new Date(ctx.now().getTime() + hours * 3_600_000).toISOString()

describe('the calendar', () => {
  test.each([
    ['the wrong way round', 1, -1],
    ['too long', 0, 63 * 24],
  ])('refuses a window that is %s', async (_, from, to) => {
    const { problem } = await server.call(endpoints.getCalendar, {
      query: { from: at(from), to: at(to) },
      as: headers,
    })
    expect(problem).toMatchObject({ status: 400, errors: [{ pointer: '/to' }] })
  })

  test('reads its filters from the address', async () => {
    const { status } = await server.call(endpoints.getCalendar, {
      query: { from: at(0), to: at(24), status: ['live'], kind: ['action'], tag: ['x'], drafts: 'true' },
      as: headers,
    })
    expect(status).toBe(200)
  })
})

describe('a feed', () => {
  let url: string
  const read = (more: Record<string, string> = {}, query = '') =>
    server.inject({ url: url.slice(house.publicUrl.length) + query, headers: more })
  beforeAll(async () => {
    await aRunningCampaign(ctx, { name: 'Winter; sales', tags: ['shop'] })
    const { body } = await server.call(endpoints.renewCalendarFeed, { as: browser })
    url = body.url
  })

  test('is read without a cookie or a token of an API client, by its address alone', async () => {
    const answer = await read()
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(answer.body).toMatch(/^BEGIN:VCALENDAR\r\n/)
    expect(answer.body).toContain('SUMMARY:Winter\\; sales')
    expect(answer.body).toContain('CATEGORIES:shop')
  })

  test('is for people: an API client has none', async () => {
    const { problem } = await server.call(endpoints.renewCalendarFeed, { as: headers })
    expect(problem.status).toBe(403)
  })

  test('is not sent again until it says something else', async () => {
    const { headers: told } = await read()
    const etag = String(told.etag)
    const modified = String(told['last-modified'])
    expect((await read({ 'if-none-match': `"x", W/${etag}` })).statusCode).toBe(304)
    expect((await read({ 'if-modified-since': modified })).statusCode).toBe(304)
    expect((await read({ 'if-none-match': '"x"', 'if-modified-since': modified })).statusCode).toBe(200)
    clock.pass({ seconds: 5 })
    await aRunningCampaign(ctx, { name: 'Another' })
    const after = await read({ 'if-none-match': etag })
    expect([after.statusCode, after.body.includes('SUMMARY:Another')]).toEqual([200, true])
    expect(Date.parse(String(after.headers['last-modified']))).toBeGreaterThan(Date.parse(modified))
    expect((await read({ 'if-modified-since': modified })).statusCode).toBe(200)
  })

  test('is not sent again because what is late is late a minute longer', async () => {
    const definition = { trigger: { kind: 'now' as const } }
    const campaignId = await aLiveCampaign(ctx.db, ctx.sandboxId, { kind: 'action', definition })
    clock.pass({ seconds: 900 - ((ctx.now().getTime() / 1000) % 900) + 1 })
    const startedAt = new Date(at(-3))
    const sent = { sandboxId: ctx.sandboxId, id: house.newId(), campaignId, number: 1, version: 1 }
    await ctx.db
      .insertInto('occurrence')
      .values({ ...sent, plannedAt: startedAt, startedAt, status: 'sending', targeted: 10 })
      .execute()
    const { headers: told, body } = await read()
    const soon = new Date(Math.ceil(ctx.now().getTime() / 900_000) * 900_000).toISOString()
    expect(body).toContain(`DTEND:${soon.slice(0, 19).replace(/[-:]/g, '')}Z`)
    const again = () => read({ 'if-none-match': String(told.etag) })
    clock.pass({ seconds: 60 })
    expect((await again()).statusCode).toBe(304)
    clock.pass({ seconds: 900 })
    expect((await again()).statusCode).toBe(200)
    await ctx.db.updateTable('occurrence').set({ status: 'done', finishedAt: ctx.now() }).execute()
    expect((await read()).body).not.toContain(`DTEND:${soon.slice(0, 19).replace(/[-:]/g, '')}Z`)
  })

  test('tells drafts only to who asks for them', async () => {
    const schedule = { startAt: at(24), endAt: at(48) }
    await aDraft(ctx, { name: 'Not yet', definition: { schedule } })
    expect((await read()).body).not.toContain('Not yet')
    expect((await read({}, '?drafts=true')).body).toMatch(/SUMMARY:Not yet\r\n(.+\r\n)*STATUS:TENTATIVE/)
  })

  test('of what was stopped tells what was sent, and that the rest is not', async () => {
    const definition = { trigger: { kind: 'now' as const } }
    const campaignId = await aLiveCampaign(ctx.db, ctx.sandboxId, {
      kind: 'action',
      status: 'stopped',
      definition,
    })
    await ctx.db.updateTable('campaign').set({ name: 'Stopped' }).where('id', '=', campaignId).execute()
    const date = (hours: number) => new Date(at(hours))
    const occurrence = (number: number, hours: number, more: { startedAt?: Date; targeted?: number }) =>
      ctx.db
        .insertInto('occurrence')
        .values({
          ...{ sandboxId: ctx.sandboxId, id: house.newId(), campaignId, number, version: 1 },
          ...{ plannedAt: date(-hours), finishedAt: date(1 - hours), status: 'stopped', ...more },
        })
        .execute()
    await occurrence(1, 50, { startedAt: date(-50), targeted: 10 })
    await occurrence(2, 20, {})
    const { body } = await read()
    const events = body.split('BEGIN:VEVENT').filter((event) => event.includes('SUMMARY:Stopped'))
    expect(events.map((event) => /STATUS:(\w+)/.exec(event)?.[1])).toEqual(['CONFIRMED', 'CANCELLED'])
  })

  test('tells what is to come, however much was sent', async () => {
    await aLiveCampaign(ctx.db, ctx.sandboxId, {
      kind: 'action',
      status: 'scheduled',
      startAt: new Date(at(200)),
      nextAt: new Date(at(200)),
      definition: { trigger: { kind: 'at', at: at(200).slice(0, 16), timeZone: 'UTC' } },
    })
    const before = (await read()).body.match(/BEGIN:VEVENT/g)!.length
    const { db, sandboxId } = ctx
    await sql`with made as (
        insert into campaign (sandbox_id, id, kind, category, channel, name, status, live_version, created_by, created_by_id,
                              modified_by, start_at, activated_at)
        select ${sandboxId}, gen_random_uuid(), 'action', 'marketing', 'email', 'Sent ' || n, 'completed', 1, 'x', 'x', 'x',
               ${at(-48)}::timestamptz, ${at(-48)}::timestamptz from generate_series(1, 400) n
        returning id
      ), versions as (
        insert into campaign_version (sandbox_id, campaign_id, number, state, definition, created_by, modified_by)
        select ${sandboxId}, id, 1, 'live', ${JSON.stringify(Definition.parse({}))}::jsonb, 'x', 'x' from made
      )
      insert into occurrence (sandbox_id, id, campaign_id, number, version, planned_at, started_at, finished_at, status)
      select ${sandboxId}, gen_random_uuid(), id, 1, 1, ${at(-48)}::timestamptz, ${at(-48)}::timestamptz,
             ${at(-47)}::timestamptz, 'done' from made`.execute(db)
    const { body } = await read()
    expect(body.match(/BEGIN:VEVENT/g)).toHaveLength(before + 400)
    await db
      .deleteFrom('campaign')
      .where('sandboxId', '=', sandboxId)
      .where('name', 'like', 'Sent %')
      .execute()
  })

  test('leaves no token in the database, and is told once', async () => {
    const token = url.split('/').at(-1)!.replace('.ics', '')
    const { rows } = await house.db
      .selectFrom('calendarFeed')
      .selectAll()
      .execute()
      .then((all) => ({ rows: JSON.stringify(all) }))
    expect(rows).not.toContain(token)
    const { body } = await server.call(endpoints.getCalendarFeed, { as: browser })
    expect(body.feed?.readAt).not.toBeNull()
    expect(JSON.stringify(body)).not.toContain('calendar/')
  })

  test('leaves no token in the log when it cannot be read', async () => {
    const { db } = house
    await sql`alter table calendar_feed rename to away`.execute(db)
    const answer = await read()
    await sql`alter table away rename to calendar_feed`.execute(db)
    expect(answer.statusCode).toBe(500)
    const token = url.split('/').at(-1)!.replace('.ics', '')
    expect(server.logged.at(-1)).toMatchObject({ msg: 'bug', path: '/calendar/…' })
    expect(JSON.stringify(server.logged)).not.toContain(token)
  })

  test('is its sandbox’s only, and each sandbox has its own', async () => {
    const { body } = await server.call(endpoints.renewCalendarFeed, { as: browser, sandbox: 'dev' })
    const answer = await server.inject({ url: body.url.slice(house.publicUrl.length) })
    expect(answer.body).not.toContain('Winter')
    expect((await read()).statusCode).toBe(200)
  })

  test.each(['x', 'x.ics', `${'A'.repeat(43)}.ics`, `${'A'.repeat(43)}`])(
    'is not to be guessed: /calendar/%s',
    async (file) => {
      const answer = await server.inject({ url: `/calendar/${file}`, headers: browser })
      expect(answer.json()).toMatchObject({ status: 404, type: '/problems/request/not-found' })
    },
  )

  test('ends when its address is replaced, when it is revoked, and when its person is disabled', async () => {
    const before = url
    url = (await server.call(endpoints.renewCalendarFeed, { as: browser })).body.url
    expect((await server.inject({ url: before.slice(house.publicUrl.length) })).statusCode).toBe(404)
    expect((await read()).statusCode).toBe(200)

    const other = await aPerson(house)
    const theirs = await feeds.renew({ ...ctx, actor: { ...ctx.actor, id: other.id } })
    const address = theirs.url.slice(house.publicUrl.length)
    expect((await server.inject({ url: address })).statusCode).toBe(200)
    await house.db.updateTable('person').set({ disabledAt: ctx.now() }).where('id', '=', other.id).execute()
    expect((await server.inject({ url: address })).statusCode).toBe(404)

    const revoked = await server.call(endpoints.revokeCalendarFeed, { as: browser })
    expect(revoked.status).toBe(204)
    expect((await read()).statusCode).toBe(404)
    expect((await server.call(endpoints.getCalendarFeed, { as: browser })).body).toEqual({ feed: null })
  })
})

import * as endpoints from '@chappe/core/api/calendar'
import { Problem } from '@chappe/core/kit/problem'
import * as calendar from '../app/calendar.ts'
import * as feeds from '../app/calendar-feeds.ts'
import * as external from '../app/external-calendars.ts'
import type { RouteGroup } from './routes.ts'

export const calendarRoutes: RouteGroup = (serve) => {
  serve(endpoints.getCalendar, (ctx, { query }) => calendar.read(ctx, query))

  serve(endpoints.listExternalCalendars, (ctx) => external.list(ctx))
  serve(endpoints.createExternalCalendar, (ctx, { body }) => external.create(ctx, body))
  serve(endpoints.editExternalCalendar, (ctx, { params, body }) => external.edit(ctx, params.id, body))
  serve(endpoints.replaceExternalCalendar, (ctx, { params, body }) => external.replace(ctx, params.id, body))
  serve(endpoints.deleteExternalCalendar, (ctx, { params }) => external.remove(ctx, params.id))
  serve(endpoints.listExternalEvents, (ctx, { params, query }) => external.events(ctx, params.id, query))

  serve.person(endpoints.getCalendarFeed, (ctx) => feeds.get(ctx))
  serve.person(endpoints.renewCalendarFeed, (ctx) => feeds.renew(ctx))
  serve.person(endpoints.revokeCalendarFeed, (ctx) => feeds.revoke(ctx))
}

/**
 * The feeds that calendar programs subscribe to. They send no cookie and no header: whoever has the address may read
 * it, until it is replaced or revoked.
 */
export const calendarFeedRoutes: RouteGroup = (_serve, app, { house }) => {
  app.get('/calendar/:file', async (request, reply) => {
    const token = /^([\w-]{43})\.ics$/.exec((request.params as { file: string }).file)?.[1]
    const { drafts } = request.query as { drafts?: unknown }
    const file =
      token === undefined ? undefined : await feeds.read(house, token, { drafts: drafts === 'true' })
    if (!file)
      throw new Problem(
        'request/not-found',
        'This calendar was replaced or revoked. Ask for a new address in Chappe.',
      )
    const etag = `"${file.etag}"`
    // HTTP dates have whole seconds.
    const since = Math.floor(file.changedAt.getTime() / 1000) * 1000
    reply
      .header('etag', etag)
      .header('last-modified', new Date(since).toUTCString())
      .header('cache-control', 'private, no-cache')
      .header('x-robots-tag', 'noindex')
    if (isUnchanged(request.headers, etag, since)) return reply.code(304).send()
    return reply
      .type('text/calendar; charset=utf-8')
      .header('content-disposition', 'inline; filename="chappe.ics"')
      .send(file.text)
  })
}

/** RFC 9110, 13.2.2: a date counts only where no tag is given. */
function isUnchanged(headers: Record<string, unknown>, etag: string, since: number): boolean {
  const { 'if-none-match': tags, 'if-modified-since': date } = headers
  if (typeof tags === 'string')
    return tags.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')))
  return typeof date === 'string' && Date.parse(date) >= since
}

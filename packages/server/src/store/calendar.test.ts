import type { CampaignStatus } from '@chappe/core/campaign/lifecycle'
import { expect, test } from 'vitest'
import { aHouse } from '../testing/house.ts'
import { aLiveCampaign } from '../testing/live-campaign.ts'
import { type CalendarFilter, campaigns } from './calendar.ts'

const { db, ctx } = await aHouse()
const { sandboxId } = ctx
const now = ctx.now().getTime()
const days = (count: number) => new Date(now + count * 86_400_000)
const window = { from: days(0), to: days(60) }

const statuses = ['draft', 'in_review', 'scheduled', 'live', 'paused', 'completed', 'stopped'] as const

async function anOccurrence(campaignId: string) {
  const of = { sandboxId, id: ctx.newId(), campaignId, number: 1, version: 1 }
  const at = { plannedAt: days(-1), startedAt: days(-1), finishedAt: days(1) }
  await db
    .insertInto('occurrence')
    .values({ ...of, ...at, status: 'done', targeted: 1 })
    .execute()
}

test('of too many campaigns there are the first of all, whatever is asked for', async () => {
  const made: string[] = []
  const make = async (n: number, status: CampaignStatus, kind: 'action' | 'api_triggered') => {
    const sends = kind === 'action' && ['scheduled', 'live', 'paused'].includes(status)
    const id = await aLiveCampaign(db, sandboxId, {
      ...{ kind, status },
      nextAt: sends ? days(1 + ((n * 7) % 50)) : null,
      startAt: days((n * 11) % 50),
    })
    if (kind === 'action' && n % 3 === 0) await anOccurrence(id)
    const tags = n % 4 < 2 ? ['Shop'] : []
    const live = status === 'draft' || status === 'in_review' ? { liveVersion: null, draftVersion: 1 } : {}
    await db
      .updateTable('campaign')
      .set({ tags, ...live })
      .where('id', '=', id)
      .execute()
    made.push(id)
  }
  for (const [n, status] of [...statuses, ...statuses, ...statuses].entries())
    for (const kind of ['action', 'api_triggered'] as const)
      if (kind === 'action' || status !== 'paused')
        await make(2 * n + (kind === 'action' ? 1 : 0), status, kind)

  const filters: CalendarFilter[] = [
    { status: statuses },
    { status: ['scheduled', 'live', 'completed'] },
    { status: statuses, kind: ['api_triggered'] },
    { status: statuses, kind: ['action'], tag: ['shop'] },
  ]
  for (const filter of filters) {
    const find = async (limit: number) =>
      (await campaigns(db, sandboxId, window, filter, limit)).map(({ id }) => made.indexOf(id))
    const all = await find(1000)
    expect(all.length).toBeGreaterThan(1)
    for (let limit = 1; limit <= all.length; limit++) expect(await find(limit)).toEqual(all.slice(0, limit))
  }
})

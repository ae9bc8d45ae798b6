import type { QueryOf } from '@chappe/core/api/endpoint'
import { getReport, listCampaignMessages } from '@chappe/core/api/reports'
import { expect, test } from 'vitest'
import { accepted, aRelay } from '../testing/delivery.ts'
import { aHouse } from '../testing/house.ts'
import { occurrenceTools } from '../testing/occurrences.ts'
import { aClient } from '../testing/people.ts'
import { anHttpServer } from '../testing/server.ts'

const house = await aHouse()
const server = anHttpServer(house.house)
const { call } = server
const { headers: as } = await aClient(house.house, { scopes: ['campaigns:read', 'executions:read'] })

const refused = {
  kind: 'refused',
  reason: 'invalid-recipient',
  bounce: 'hard',
  reply: '550 5.1.1 Nobody here',
} as const

test('says who was reached and who was not, as a list and as a file', async () => {
  const tools = occurrenceTools(house)
  const list = await tools.aList(7)
  const campaign = await tools.aCampaign(list)
  await tools.send(
    campaign,
    aRelay((_, n) => (n < 2 ? refused : accepted)),
  )
  const { id: occurrence } = await tools.occurrenceOf(campaign)
  const params = { id: campaign.id }
  expect((await call(getReport, { params, as })).body).toMatchObject({ sent: 5, failed: 2 })
  const failed = await call(listCampaignMessages, { params, query: { status: ['failed'], occurrence }, as })
  expect(failed.body.items).toHaveLength(2)
  const other = await call(listCampaignMessages, { params, query: { occurrence: house.newId() }, as })
  expect(other.body.items).toHaveLength(0)

  const get = (query: string, headers = as) =>
    server.inject({ url: `/v1/campaigns/${campaign.id}/messages.csv${query}`, headers })
  const lines = (await get('')).body.trim().split('\r\n')
  expect(lines).toHaveLength(8)
  expect(lines[0]).toContain('ADDRESS,STATUS,REASON')
  expect((await get('?status=failed')).body.trim().split('\r\n')).toHaveLength(3)
  expect((await get('?status=lost')).statusCode).toBe(400)
  const shown = async (query: QueryOf<typeof listCampaignMessages>) => {
    const { body } = await call(listCampaignMessages, { params, query, as })
    return body.items.map(({ id }) => id)
  }
  const downloaded = async (query: string) =>
    (await get(query)).body
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[0])
  const address = failed.body.items[0]!.address!
  const theirs = await shown({ address: address.toUpperCase(), limit: 100 })
  expect(theirs).toHaveLength(1)
  expect(await downloaded(`?address=${encodeURIComponent(address.toUpperCase())}`)).toEqual(theirs)
  expect(await downloaded(`?status=sent&address=${encodeURIComponent(address)}`)).toEqual([])
  expect(await downloaded('?address=nobody%40example.com')).toEqual([])
  expect((await get('', {})).statusCode).toBe(401)
  expect((await get('', { ...as, 'x-sandbox-name': 'dev' })).statusCode).toBe(404)
  expect(
    (await get('', (await aClient(house.house, { scopes: ['campaigns:read'] })).headers)).statusCode,
  ).toBe(403)
})

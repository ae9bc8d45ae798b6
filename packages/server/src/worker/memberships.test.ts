import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import * as lists from '../app/audience-lists.ts'
import * as audiences from '../app/audiences.ts'
import { Links } from '../app/links.ts'
import { trackingTokens } from '../app/tracking.ts'
import type { Outcome } from '../channels/outcome.ts'
import {
  aCampaignToSend,
  accepted,
  aRelay,
  aWorker,
  calls,
  deliverDue,
  later,
  to,
} from '../testing/delivery.ts'
import { aHouse } from '../testing/house.ts'

const house = await aHouse()
const { ctx } = house

test('content prints the columns of an uploaded list, and says who is on it', async () => {
  const { id } = await audiences.create(ctx, {
    name: 'Guests',
    description: '',
    tags: [],
    schedule: null,
    definition: { kind: 'list', columns: [] },
  })
  const upload = await lists.startUpload(ctx, id, { mode: 'replace', namespace: 'email', columns: ['seat'] })
  const members = [{ value: 'ada@example.com', enrichment: { seat: 'B12' } }]
  await lists.sendRows(ctx, id, upload.id, { from: 0, members })
  await lists.finishUpload(ctx, id, upload.id)
  const isGuest = `profile.segmentMembership.get("ups").get("${id}").status = "existing"`
  const content = {
    subject: `{%#if ${isGuest}%}Your seat: {{profile.audienceEnrichment.get("${id}").seat ?: "any"}}{%else%}Come!{%/if%}`,
    html: `<html><body><p>Seat {{profile.audienceEnrichment.get("${id}").seat ?: "any"}}</p></body></html>`,
  }
  const campaign = await aCampaignToSend(house, { definition: { content } })
  // The second one is deferred: what is loaded again for a later attempt knows the list as well.
  const busy: Outcome = { kind: 'deferred', reason: 'system', reply: '451 Later', counts: false }
  const relay = aRelay((_, n) => (n === 0 ? busy : accepted))
  const worker = aWorker(house, relay)
  await calls(house, campaign, [[to('ada@example.com')]])
  await deliverDue(worker)
  await later(house, 10)
  await calls(house, campaign, [[to('stranger@example.com')]])
  await deliverDue(worker)
  const links = new Links(house, trackingTokens(house.secrets))
  const last = relay.heard.find((mail) => mail.to === 'ada@example.com')!
  expect(await links.mirror({ messageId: last.id, sandboxId: ctx.sandboxId })).toContain('Seat B12')
  const seen = await Promise.all(
    relay.heard.map(async ({ to, raw }) => {
      const { subject, html } = await PostalMime.parse(raw)
      return `${to}: ${subject}, ${/Seat \w+/.exec(html ?? '')}`
    }),
  )
  expect([...new Set(seen)].sort()).toEqual([
    'ada@example.com: Your seat: B12, Seat B12',
    'stranger@example.com: Come!, Seat any',
  ])
})

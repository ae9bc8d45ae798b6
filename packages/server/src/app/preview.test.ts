import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../context.ts'
import * as jobs from '../queue/jobs.ts'
import { aCampaignHouse, aDraft, aRunningCampaign } from '../testing/campaigns.ts'
import type { TestHouse } from '../testing/house.ts'
import * as preview from './preview.ts'
import { review } from './review.ts'
import { sendTestKind } from './test-send.ts'
import * as versions from './versions.ts'

let house: TestHouse
let ctx: Ctx
beforeAll(async () => {
  house = await aCampaignHouse()
  ctx = house.ctx
})

const content = {
  subject: 'Order {{context.order.number}}',
  preheader: '{{context.order.items[0].name}}',
  html: '<p>Hi {{profile.person.name.firstName}}, <b>{{context.note}}</b></p>{{#each context.order.items as |i|}}<i>{{i.name}}</i>{{/each}}<a href="{{system.mirrorUrl}}">Mirror</a>',
  text: '',
}
const problem = (type: string) => expect.objectContaining({ name: 'Problem', type })

describe('a preview', () => {
  test('is rendered with samples, and its text is made from its HTML', async () => {
    const { id } = await aDraft(ctx, { definition: { content } })
    const shown = await preview.preview(ctx, id, {})
    expect(shown.from).toBe('Shop <shop@example.com>')
    expect(shown.subject).toMatch(/^Order \S+$/)
    expect(shown.html).toContain(`<p>Hi Marie, <b>${shown.context.note}</b></p>`)
    expect(shown.text).toContain('Hi Marie')
    expect(shown.missing).toEqual([])
  })

  test('uses the values that are given and none besides, and names what is missing', async () => {
    const { id } = await aDraft(ctx, { definition: { content } })
    const context = { note: '<script>', order: { number: 'A\r\nBcc: x', items: [{ name: 'Lamp' }] } }
    const shown = await preview.preview(ctx, id, { profile: {}, context })
    expect(shown).toMatchObject({ subject: 'Order A Bcc: x', preheader: 'Lamp', profile: {}, context })
    expect(shown.html).toContain('<p>Hi , <b>&lt;script&gt;</b></p><i>Lamp</i>')
    expect(shown.missing).toEqual(['profile.person.name.firstName'])
  })

  test('shows the draft unless a version is named', async () => {
    const { id } = await aRunningCampaign(ctx, { definition: { content } })
    const { definition } = await versions.createDraft(ctx, id)
    const edited = { ...definition, content: { ...definition.content, html: '<p>New</p>' } }
    await versions.saveDraft(ctx, id, { revision: 1, definition: edited })
    expect((await preview.preview(ctx, id, {})).html).toBe('<p>New</p>')
    expect(await preview.previewHtml(ctx, id, { version: 1 })).toContain('Hi Marie')
    await expect(preview.preview(ctx, id, { version: 9 })).rejects.toEqual(
      problem('campaign/version-not-found'),
    )
  })

  test('of a template with errors is refused with their places', async () => {
    const { id } = await aDraft(ctx, {
      definition: { content: { ...content, html: '<p>\n{{profile.}}</p>' } },
    })
    await expect(preview.preview(ctx, id, {})).rejects.toMatchObject({
      type: 'campaign/not-ready',
      extra: { alerts: [expect.objectContaining({ code: 'template-error', field: 'html', line: 2 })] },
    })
  })

  test('that would never end is refused, not awaited', async () => {
    const each = '{{#each context.l as |x|}}'
    const html = `${each.repeat(4)}{{x}}${'{{/each}}'.repeat(4)}`
    const { id } = await aDraft(ctx, { definition: { content: { ...content, html } } })
    const context = { l: Array.from({ length: 1_000 }, (_, n) => n) }
    await expect(preview.preview(ctx, id, { context })).rejects.toMatchObject({
      type: 'campaign/not-ready',
      message: expect.stringContaining('line 1'),
      extra: { reason: 'rendering', error: expect.stringContaining('line 1') },
    })
  })
})

describe('a review', () => {
  test('knows the attributes that the sandbox’s profiles have', async () => {
    const html = '<p>{{profile.shoe.size ?: 0}}</p>'
    const { id } = await aDraft(ctx, { definition: { content: { ...content, html, text: 'x' } } })
    expect((await review(ctx, id)).alerts.map(({ code }) => code)).toEqual(['unknown-profile-attribute'])
    await ctx.db
      .insertInto('profile')
      .values({ sandboxId: ctx.sandboxId, id: ctx.newId(), attributes: '{"shoe":{"size":42}}' })
      .execute()
    expect(await review(ctx, id)).toMatchObject({ version: 1, ready: true, alerts: [] })
  })

  test('of a draft beside the live version locks the start that has come', async () => {
    const { id } = await aRunningCampaign(ctx)
    expect((await review(ctx, id)).version).toBe(1)
    const { definition } = await versions.createDraft(ctx, id)
    const schedule = { ...definition.schedule, startAt: '2035-01-01T00:00:00Z' }
    await versions.saveDraft(ctx, id, { revision: 1, definition: { ...definition, schedule } })
    expect(await review(ctx, id)).toMatchObject({
      version: 2,
      ready: false,
      alerts: [{ code: 'start-locked' }],
    })
  })
})

describe('a sample request', () => {
  test('is addressed to this installation and holds a value for each variable of the live version', async () => {
    const { id } = await aRunningCampaign(ctx, { definition: { content } })
    const { definition } = await versions.createDraft(ctx, id)
    const edited = { ...definition, content: { ...definition.content, html: '{{context.fresh}}' } }
    await versions.saveDraft(ctx, id, { revision: 1, definition: edited })

    const live = await preview.sample(ctx, id, undefined)
    expect(live.url).toBe('http://chappe.test/ajo/im/executions/unitary')
    const order = {
      number: expect.any(String),
      items: [{ name: expect.any(String) }, { name: expect.any(String) }],
    }
    expect(live.body).toMatchObject({
      campaignId: id,
      recipients: [
        {
          namespace: 'email',
          profile: { person: { name: { firstName: 'Marie' } } },
          context: { note: expect.any(String), order },
        },
      ],
    })
    expect(live.samples.curl).toContain(ctx.organizationId)
    expect(live.samples.curl).toContain('x-sandbox-name: prod')
    const draft = await preview.sample(ctx, id, 2)
    expect(draft.body).toMatchObject({ recipients: [{ context: { fresh: expect.any(String) } }] })
  })

  test('of a high throughput campaign goes to its own address', async () => {
    const html = '<p>{{context.code}}</p>'
    const { id } = await aDraft(ctx, { highThroughput: true, definition: { content: { ...content, html } } })
    expect((await preview.sample(ctx, id, undefined)).url).toMatch(/\/highthroughput$/)
  })
})

describe('a test of the content', () => {
  test('sends the draft with samples, or with the values that are given', async () => {
    const { id } = await aDraft(ctx, { definition: { content } })
    const asked = preview.test(ctx, id, { to: 'me@example.com', context: { note: 'mine' } })
    for (let done = false; !done; ) {
      const [job] = await jobs.claim(ctx.db, [sendTestKind], { now: ctx.now(), seconds: 60, limit: 1 })
      if (!job) continue
      expect(job.payload).toEqual({
        sandboxId: ctx.sandboxId,
        configurationId: (await versions.get(ctx, id, 1)).definition.channelConfigurationId,
        to: 'me@example.com',
        campaignId: id,
        version: 1,
        profile: { person: { name: { firstName: 'Marie' } } },
        context: { note: 'mine' },
      })
      done = await jobs.finish(
        ctx.db,
        job,
        { outcome: 'accepted', reply: '250 ok', transcript: [] },
        ctx.now(),
      )
    }
    expect(await asked).toEqual({ outcome: 'accepted', reply: '250 ok', transcript: [] })
  })

  test('needs a channel configuration and templates without errors', async () => {
    const none = await aDraft(ctx, { definition: { channelConfigurationId: null } })
    await expect(preview.test(ctx, none.id, { to: 'me@example.com' })).rejects.toEqual(
      problem('campaign/not-ready'),
    )
    const broken = await aDraft(ctx, { definition: { content: { ...content, subject: '{{' } } })
    await expect(preview.test(ctx, broken.id, { to: 'me@example.com' })).rejects.toEqual(
      problem('campaign/not-ready'),
    )
  })
})

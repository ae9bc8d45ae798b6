import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as campaigns from '../app/campaigns.ts'
import { Links } from '../app/links.ts'
import { preview, test as sendTestOf } from '../app/preview.ts'
import * as proofs from '../app/proofs.ts'
import { simulate } from '../app/simulations.ts'
import { trackingTokens } from '../app/tracking.ts'
import { type FakeRelay, fakeRelay } from '../channels/email/testing/fake-relay.ts'
import type { Sender } from '../channels/provider.ts'
import { aCampaignHouse, aDraft } from '../testing/campaigns.ts'
import { aLiveFragment } from '../testing/content.ts'
import { aConfiguration, aWorker, calls, deliverDue, to } from '../testing/delivery.ts'
import type { TestHouse } from '../testing/house.ts'
import { aProfile } from '../testing/live-campaign.ts'
import { JobLoop } from './jobs.ts'
import { senders } from './senders.ts'

let house: TestHouse
let relay: FakeRelay
let sender: Sender
let channelConfigurationId: string
beforeAll(async () => {
  house = await aCampaignHouse()
  relay = await fakeRelay()
  const provider = { kind: 'smtp', config: { host: '127.0.0.1', port: relay.port, security: 'none' } }
  const { sandboxId } = house.ctx
  channelConfigurationId = await aConfiguration(house, { sandboxId, provider })
  sender = senders(house, { allowPrivate: true })({ sandboxId, id: channelConfigurationId, ...provider })
})
afterAll(async () => {
  await sender.close()
  await relay.close()
})

interface Seen {
  subject: string
  preheader: string
  html: string
  text: string
  from: string
}

const hidden = /<div style="display:none;[^"]*">(.*?)<\/div>/
const token = '[\\w-]{48}'

/** What a person reads of a message, its preheader taken out of its HTML. */
async function read(raw: Uint8Array | string): Promise<Seen> {
  const mail = await PostalMime.parse(raw)
  const html = (mail.html ?? '').replaceAll('\r\n', '\n')
  const [, preheader = ''] = hidden.exec(html) ?? []
  return {
    subject: mail.subject ?? '',
    preheader,
    html: html.replace(hidden, '').trimEnd(),
    text: (mail.text ?? '').replaceAll('\r\n', '\n').trimEnd(),
    from: `${mail.from?.name} <${mail.from?.address}>`,
  }
}

/** Follows tracked links to where they lead and takes the pixel out. */
async function untracked(seen: Seen): Promise<Seen> {
  const tokens = trackingTokens(house.secrets)
  const links = new Links(house, tokens)
  let { html } = seen
  html = html.replace(new RegExp(`<img src="[^"]*/t/o/${token}.gif"[^>]*>`), '')
  for (const [found, whose, number, query] of html.matchAll(
    new RegExp(`http://chappe\\.test/t/c/(${token})/(\\d+)(?:\\?([^"]*))?`, 'g'),
  )) {
    const url = query
      ? new URLSearchParams(query.replaceAll('&amp;', '&')).get('u')
      : await links.destination(tokens.read(whose!)!, Number(number))
    html = html.replace(found, url!.replaceAll('&', '&amp;'))
  }
  return { ...seen, html }
}

/** Whose links they are differs from message to message; nothing else may. */
const anybodys = ({ html, text, ...rest }: Seen) => {
  const blind = (part: string) => part.replaceAll(new RegExp(`/t/(u|m)/${token}`, 'g'), '/t/$1/TOKEN')
  return { ...rest, html: blind(html), text: blind(text).trimEnd() }
}

async function work(done: () => Promise<boolean>): Promise<void> {
  const worker = aWorker(house, sender)
  const loop = new JobLoop(worker, senders(house, { allowPrivate: true }))
  const running = loop.run()
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 10))
  worker.drain.abort()
  await running
}

const english = (footer: string) => ({
  subject: 'Étoile {{profile.person.name.firstName ?: "you"}}: {{context.order.number}}',
  preheader: '{{context.order.items[0].name}} & more',
  html: `<!doctype html>
<html><body>
<p>Hi {{profile.person.name.firstName ?: "you"}}, {%= formatCurrency(context.order.total, "EUR", "fr-FR") %}</p>
{{#each context.order.items as |item|}}<p>{{@index}} {{item.name}}{%#if item.gift%} 🎁{%/if%}</p>{{/each}}
<a href="https://shop.test/orders?id={{context.order.number}}&amp;a=1">Order</a> <a href="https://shop.test/a?b&amp;c">Shop</a>
<a href="{{system.mirrorUrl}}">Online</a> <a href="{{system.unsubscribeUrl}}">Stop</a>
${footer}
</body></html>`,
  text: '',
})

test('one engine: what is previewed, simulated, tested and proved is what is sent, in each locale', async () => {
  const { ctx, db } = house
  const footer = await aLiveFragment(
    ctx,
    '<p>{{ field.bye ?: "Bye" }} <a href="https://shop.test/legal">Legal</a></p>',
    {
      format: 'html',
    },
  )
  const first = english(`{{ fragment id="${footer.id}" bye="See you" }}`)
  const french = {
    ...first,
    subject: 'Étoile, commande {{context.order.number}}',
    html: first.html.replace('Hi ', 'Bonjour ').replace('>Shop<', '>Boutique<'),
    text: 'Bonjour {{profile.person.name.firstName}} {{system.mirrorUrl}}\n',
  }
  const { id } = await aDraft(ctx, {
    definition: {
      channelConfigurationId,
      content: first,
      languages: { locales: ['en', 'fr'], defaultLocale: 'en' },
      translations: { fr: french },
    },
  })
  await campaigns.activate(ctx, id, {})

  const context = {
    order: { number: 'A&1', total: 1234.5, items: [{ name: 'Lamp “é”', gift: true }, { name: '<b>' }] },
  }
  for (const locale of ['en', 'fr']) {
    const address = `reader-${locale}@shop.test`
    const profile = { person: { name: { firstName: 'Zoë' } }, preferredLanguage: locale }
    await aProfile(db, ctx.sandboxId, address, profile)
    const identity = { namespace: 'email', value: address }

    const shown = await preview(ctx, id, { profile, context })
    const simulated = await simulate(ctx, id, { locales: 'own', samples: [{ name: '', identity, context }] })
    const [rendering] = simulated.samples[0]!.renderings

    const job = await proofs.send(ctx, id, {
      subjectPrefix: '[Proof]',
      locales: [locale],
      recipients: [{ name: '', identity, context, addresses: ['me@shop.test'] }],
    })
    await work(async () => (await proofs.get(ctx, id, job.id)).finishedAt !== null)
    const proof = relay.mails.at(-1)!

    const testing = sendTestOf(ctx, id, { to: 'me@shop.test', profile, context })
    let tested = false
    void testing.finally(() => {
      tested = true
    })
    await work(async () => tested)
    expect(await testing).toMatchObject({ outcome: 'accepted' })
    const trial = relay.mails.at(-1)!

    const campaign = { id, sandboxId: ctx.sandboxId, lane: 'transactional' as const }
    await calls(house, campaign, [[to(address, { context })]])
    const worker = aWorker(house, sender)
    await deliverDue(worker)
    const real = relay.mails.at(-1)!
    expect(new Set([proof, trial, real]).size).toBe(3)

    const { subject, preheader, html, text, from } = shown
    // In HTML a preheader is escaped; what is compared here is what is read.
    const golden = anybodys({
      subject,
      preheader: preheader.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
      html,
      text,
      from,
    })
    expect(golden.html).toContain(locale === 'en' ? 'Hi Zoë' : 'Bonjour Zoë')
    expect(golden.html).toContain('See you')
    expect(anybodys({ ...golden, ...pick(rendering!), preheader: golden.preheader })).toEqual(golden)
    expect(anybodys(await untracked(await read(real.raw)))).toEqual(golden)
    expect(anybodys(await read(trial.raw))).toEqual(golden)
    const proved = anybodys(await read(proof.raw))
    expect(proved).toEqual({ ...golden, subject: `[Proof] ${golden.subject}` })

    // The octets that a simulation shows are those that leave, but for tokens, id, date and address.
    const octets = (mime: string) =>
      mime
        .replace(/^(Date|Message-ID|X-Chappe-Message|X-PM-Metadata-chappe-message|To): .*\r\n/gm, '')
        .replace(/=\r\n/g, '')
        .replace(/s=3D[\w-]{16}/g, 's=3DSIGNATURE')
        .replaceAll(new RegExp(`/${token}`, 'g'), '/TOKEN')
    const left = typeof real.raw === 'string' ? real.raw : Buffer.from(real.raw).toString('latin1')
    expect(octets(rendering!.mime).trimEnd()).toEqual(octets(left).trimEnd())
  }
})

const pick = ({ subject, html, text, from }: Seen) => ({ subject, html, text, from })

import { execFileSync } from 'node:child_process'
import { expect, type Locator, type Page } from '@playwright/test'
import type { Locale, MessageId } from '../packages/web/src/messages/index.ts'
import { administrator, type Product } from './product.ts'
import { expectAccessible, expectWords, type Say, type Watch } from './screen.ts'

const written: Record<
  Locale,
  { name: string; subject: string; later: string; preheader: string; hello: string }
> = {
  en: {
    name: 'Order on its way',
    subject: 'Order {{context.order.number}} is on its way',
    later: 'Your order {{context.order.number}} has left',
    preheader: 'You will have it soon',
    hello: 'Hello {{profile.person.name.firstName ?: "and welcome"}}',
  },
  fr: {
    name: 'Commande en route',
    subject: 'La commande {{context.order.number}} est en route',
    later: 'Votre commande {{context.order.number}} est partie',
    preheader: 'Vous l’aurez bientôt',
    hello: 'Bonjour {{profile.person.name.firstName ?: "à vous"}}',
  },
}

const html = (hello: string, item: string) =>
  [
    `<h1>${hello}</h1>`,
    '<ul>{{#each context.order.items as |item|}}',
    `<li>${item}</li>`,
    '{{/each}}</ul>',
    '<p><a href="https://shop.example/orders/{{context.order.number}}">Order</a></p>',
  ].join('\n')

/** One marketer at one screen, in one language. */
export interface Marketer {
  readonly product: Product
  readonly page: Page
  readonly locale: Locale
  readonly t: Say
  readonly watched: Watch
}

const button = ({ page, t }: Marketer, id: MessageId) =>
  page.getByRole('button', { name: t(id), exact: true })
const tab = ({ page, t }: Marketer, id: MessageId) => page.getByRole('tab', { name: t(id) })
export const field = ({ page, t }: Marketer, id: MessageId) =>
  page.getByRole('textbox', { name: t(id), exact: true })

async function expectGood({ page }: Marketer) {
  await expectAccessible(page)
  await expectWords(page)
}

/** Writes a field anew. Its editor looks after deleting; what a browser deletes of coloured text leaves styles. */
export async function writes(m: Marketer, id: MessageId, text: string) {
  await field(m, id).focus()
  await m.page.keyboard.press('ControlOrMeta+a')
  await m.page.keyboard.press('Delete')
  await m.page.keyboard.insertText(text)
}

/** Waits until the editor says that everything is saved. */
export async function expectSaved({ page, t }: Marketer) {
  await expect(
    page.getByRole('status').filter({ hasText: t('campaign.save.saved', { time: '' }).trim() }),
  ).toBeVisible()
}

/** The figure of a live counter. */
const counter = ({ page, t }: Marketer, id: MessageId): Locator =>
  page
    .getByRole('region', { name: t('campaign.counters') })
    .locator('dl > div')
    .filter({ has: page.getByRole('term').getByText(t(id), { exact: true }) })
    .locator('dd > span')
    .first()

export async function signsIn(m: Marketer) {
  const { page, t, watched } = m
  watched.allow(401, /\/v1\/session$/)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: t('signIn.title') })).toBeVisible()
  await expectGood(m)
  await field(m, 'signIn.email').fill(administrator.email)
  await page.getByLabel(t('signIn.password')).fill('not the password')
  await button(m, 'signIn.submit').click()
  await expect(page.getByRole('heading', { name: t('problem.auth/invalid-credentials') })).toBeVisible()
  await page.getByLabel(t('signIn.password')).fill(administrator.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 2, name: t('home.tour.title') })).toBeVisible()
  await expectGood(m)
}

/** From the inventory to the editor, with the keyboard alone. */
export async function createsACampaign(m: Marketer) {
  const { page, t, locale } = m
  await page.getByRole('link', { name: t('nav.campaigns'), exact: true }).click()
  await expect(page.getByRole('grid', { name: t('nav.campaigns') })).toBeVisible()
  await expectGood(m)
  await button(m, 'inventory.create').focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: t('inventory.create') })
  await expect(dialog.getByRole('textbox', { name: t('inventory.create.name') })).toBeFocused()
  await expectGood(m)
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(t('inventory.create.name.missing'))).toBeVisible()
  await page.keyboard.type(written[locale].name)
  await page.keyboard.press('Enter')
  await expect(tab(m, 'campaign.tab.properties')).toHaveAttribute('aria-selected', 'true')
}

export async function fillsEveryTab(m: Marketer) {
  const { page, t, locale } = m
  const { subject, preheader, hello } = written[locale]
  await field(m, 'campaign.description').fill('Sent when the parcel leaves the workshop.')
  await expectSaved(m)
  await expectGood(m)

  await tab(m, 'campaign.tab.properties').focus()
  await page.keyboard.press('ArrowRight')
  await expect(tab(m, 'campaign.tab.actions')).toHaveAttribute('aria-selected', 'true')
  await page.getByRole('button', { name: t('campaign.configuration') }).click()
  await page.getByRole('option').first().click()
  await expect(page.getByText(t('campaign.configuration.status.active'), { exact: true })).toBeVisible()
  await expectGood(m)

  await tab(m, 'campaign.tab.content').click()
  await writes(m, 'campaign.content.subject', subject)
  await writes(m, 'campaign.content.preheader', preheader)
  await page.getByRole('button', { name: t('content.begin.code') }).click()
  await writes(m, 'campaign.content.html', html(hello, '{{item.name'))
  await expectSaved(m)
  await expectGood(m)

  await tab(m, 'campaign.tab.audience').click()
  await page.getByRole('switch', { name: t('campaign.createProfiles') }).press('Space')
  await expect(page.getByRole('switch', { name: t('campaign.createProfiles') })).toBeChecked()
  await expectSaved(m)
  await expectGood(m)

  await tab(m, 'campaign.tab.schedule').click()
  await expect(page.getByRole('radio', { name: t('campaign.start.now') })).toBeChecked()
  await expect(page.getByRole('radio', { name: t('campaign.end.never') })).toBeChecked()
  await expectGood(m)
}

/** The mistake in the HTML blocks activation and leads to its place; mended, the preview shows the message. */
export async function mendsTheMistake(m: Marketer) {
  const { page, t, locale } = m
  await button(m, 'campaign.toReview').click()
  await expect(page.getByRole('heading', { name: t('campaign.review.error', { count: 1 }) })).toBeVisible()
  await expect(button(m, 'campaign.activate')).toBeDisabled()
  await expect(page.getByText(t('campaign.review.place', { line: 3, column: 5 }))).toBeVisible()
  await expectGood(m)
  await page
    .getByRole('link', { name: t('campaign.template.unclosed-tag', { open: '{{', close: '}}' }) })
    .click()
  await expect(field(m, 'campaign.content.html')).toBeFocused()
  await expect(page.locator('.cm-activeLine').filter({ hasText: '{{item.name</li>' })).toBeVisible()

  await writes(m, 'campaign.content.html', html(written[locale].hello, '{{item.name}}'))
  await expectSaved(m)
  const preview = page.frameLocator(`iframe[title="${t('campaign.preview.frame')}"]:not([aria-hidden])`)
  await expect(preview.getByRole('listitem').first()).toBeVisible()
  await expect(preview.locator('body')).not.toContainText('{{')

  await page.reload()
  await expect(field(m, 'campaign.content.html')).toContainText('{{item.name}}</li>')
  await expect(field(m, 'campaign.content.subject')).toHaveText(written[locale].subject)
}

export async function activates(m: Marketer) {
  const { page, t } = m
  await button(m, 'campaign.toReview').click()
  await expect(button(m, 'campaign.activate')).toBeEnabled()
  await expectGood(m)
  await button(m, 'campaign.activate').click()
  await expect(page.getByRole('heading', { name: t('campaign.activated.live') })).toBeVisible()
}

/** The request that the page shows, by its copy button. */
export async function copiesTheRequest(
  { page, t }: Marketer,
  press = (target: Locator) => target.click(),
): Promise<string> {
  const request = page.getByRole('tabpanel', { name: 'cURL' })
  await press(request.getByRole('button', { name: t('common.copy') }))
  await expect(request.getByRole('button', { name: t('common.copied') })).toBeVisible()
  const copied = String(await page.evaluate('navigator.clipboard.readText()'))
  expect(copied).toMatch(/^curl /)
  return copied
}

/** Runs it in a shell, as it is; answers the status, whom it wrote to, and the execution’s id. */
export async function runsTheRequest({ product }: Marketer, request: string) {
  const { authorization, 'x-api-key': clientId } = await product.headers()
  const said = execFileSync('sh', ['-c', `${request} -sS -w '\\n%{http_code}'`], {
    encoding: 'utf8',
    env: { ...process.env, CHAPPE_TOKEN: authorization!.replace('Bearer ', ''), CHAPPE_CLIENT_ID: clientId! },
  })
  const status = said.slice(said.lastIndexOf('\n') + 1)
  const { executionId } = JSON.parse(said.slice(0, said.lastIndexOf('\n'))) as { executionId?: string }
  if (executionId === undefined) return { status, to: '', executionId: '' }
  const { body } = await product.api<{ recipients: { userId: string }[] }>(
    'GET',
    `/v1/executions/${executionId}`,
  )
  return { status, to: body.recipients[0]!.userId, executionId }
}

/** The counters move by themselves; the last message tells what happened to it. */
export async function followsTheMessage(m: Marketer, to: string) {
  const { page, t } = m
  await expect(counter(m, 'campaign.metric.sent')).toHaveText('1')
  await expect(counter(m, 'campaign.metric.targeted')).toHaveText('1')
  await expect(page.getByText(t('campaign.books.right'))).toBeVisible()
  await expectGood(m)
  await page.getByRole('button', { name: to, exact: true }).click()
  const message = page.getByRole('dialog', { name: t('campaign.message') })
  const events = message.getByRole('list').getByRole('listitem')
  await expect(events).toHaveCount(2)
  await expect(events.first()).toContainText(t('campaign.event.accepted'))
  await expect(events.last()).toContainText(t('campaign.event.sent'))
  await expectGood(m)
  await message.getByRole('link', { name: t('campaign.message.inbox') }).click()
}

/** Reads it in the Inbox; answers its source. */
export async function readsTheMessage(m: Marketer, to: string): Promise<string> {
  const { page, t, locale, product } = m
  await page
    .getByRole('list', { name: t('inbox.messages') })
    .getByRole('link')
    .first()
    .click()
  const opened = page.getByRole('article')
  await expect(opened.getByRole('heading', { level: 2 })).toHaveText(
    new RegExp(written[locale].subject.replace('{{context.order.number}}', '\\S+')),
  )
  const frame = opened.locator('iframe')
  await expect(frame).toHaveAttribute('sandbox', /^(?!.*allow-(scripts|same-origin))/)
  const body = page.frameLocator('article iframe')
  await expect(body.getByRole('heading', { level: 1 })).toContainText(written[locale].hello.split(' ')[0]!)
  await expect(body.getByRole('listitem').first()).not.toBeEmpty()
  await expect(body.locator('body')).not.toContainText('{{')
  await expectGood(m)
  for (const id of ['inbox.text', 'inbox.source', 'inbox.headers'] as const) {
    await opened.getByRole('tab', { name: t(id) }).click()
    await expect(opened.getByRole('tabpanel', { name: t(id) })).toBeVisible()
    await expectGood(m)
  }
  const { body: inbox } = await product.api<{ items: { html: string }[] }>(
    'GET',
    `/v1/inbox?to=${encodeURIComponent(to)}`,
  )
  return inbox.items[0]!.html
}

/** Opens the message and follows its link, as its recipient would: the counters hear of it. */
export async function countsOpensAndClicks(m: Marketer, campaign: string, source: string) {
  const { page, product } = m
  await page.goto(campaign)
  await expect(counter(m, 'campaign.metric.sent')).toHaveText('1')
  await expect(counter(m, 'campaign.metric.clicks')).toHaveText('0')
  const opens = Number(await counter(m, 'campaign.metric.opens').textContent())
  const link = new RegExp(`${product.url}/t/c/[^"]+`).exec(source)![0].replaceAll('&amp;', '&')
  const pixel = new RegExp(`${product.url}/t/o/[^"]+`).exec(source)![0]
  const followed = await fetch(link, { redirect: 'manual' })
  expect(followed.status).toBe(302)
  expect(followed.headers.get('location')).toMatch(/^https:\/\/shop\.example\/orders\/./)
  expect((await fetch(pixel)).headers.get('content-type')).toBe('image/gif')
  await expect(counter(m, 'campaign.metric.uniqueClicks')).toHaveText('1')
  await expect(counter(m, 'campaign.metric.opens')).toHaveText(String(opens + 1))
  await expect(counter(m, 'campaign.metric.uniqueOpens')).toHaveText('1')
  await expectGood(m)
}

/** Changes the subject beside the live version; the next call uses it, and the versions can be compared. */
export async function changesTheLiveCampaign(m: Marketer) {
  const { page, t, locale, product } = m
  const { subject, later } = written[locale]
  await button(m, 'campaign.command.edit').click()
  await expect(page.getByText(t('campaign.properties.settled'))).toBeVisible()
  await tab(m, 'campaign.tab.content').click()
  await writes(m, 'campaign.content.subject', later)
  await expectSaved(m)
  await expectGood(m)
  await page.getByRole('link', { name: t('campaign.openLive') }).click()
  await expect(page.getByRole('link', { name: t('campaign.openDraft') })).toBeVisible()
  await expectGood(m)
  await page.getByRole('link', { name: t('campaign.openDraft') }).click()
  await button(m, 'campaign.toReview').click()
  await expect(page.getByText(t('campaign.activate.replaces', { number: 2 }))).toBeVisible()
  await button(m, 'campaign.activate').click()
  await expect(page.getByRole('heading', { name: t('campaign.activated.live') })).toBeVisible()

  const { status, to } = await runsTheRequest(m, await copiesTheRequest(m))
  expect(status).toBe('202')
  await expect(counter(m, 'campaign.metric.sent')).toHaveText('2')
  const { body } = await product.api<{ items: { subject: string }[] }>(
    'GET',
    `/v1/inbox?to=${encodeURIComponent(to)}`,
  )
  expect(body.items[0]!.subject).toContain(later.split(' {{')[0])

  await page.getByRole('link', { name: t('campaign.version', { number: 2 }) }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(written[locale].name)
  await page.getByRole('button', { name: t('campaign.compare.with', { number: 2 }) }).click()
  await page.getByRole('option', { name: t('campaign.version', { number: 1 }) }).click()
  await expect(
    page.getByRole('heading', { name: t('campaign.compare.title', { from: 1, to: 2 }) }),
  ).toBeVisible()
  await expect(page.getByRole('deletion').or(page.getByText(subject)).first()).toBeVisible()
  await expect(page.getByText(later).first()).toBeVisible()
  await expectGood(m)
}

export async function endsTheCampaign(m: Marketer, campaign: string) {
  const { page, t, locale } = m
  const { name } = written[locale]
  await page.goto(campaign)
  const request = await copiesTheRequest(m)
  await button(m, 'campaign.command.stop').click()
  const sure = page.getByRole('alertdialog', { name: t('campaign.stop.title', { name }) })
  await expect(sure).toBeVisible()
  await expectGood(m)
  await sure.getByRole('button', { name: t('common.cancel') }).click()
  await expect(sure).toBeHidden()
  await button(m, 'campaign.command.stop').click()
  await sure.getByRole('button', { name: t('campaign.command.stop') }).click()
  await expect(page.getByText(t('status.stopped'), { exact: true })).toBeVisible()
  expect((await runsTheRequest(m, request)).status).toMatch(/^4/)
  await expectGood(m)

  await button(m, 'campaign.more').click()
  await page.getByRole('menuitem', { name: t('campaign.command.duplicate') }).click()
  await expect(tab(m, 'campaign.tab.properties')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
}

/** Finds the stopped campaign in the inventory and archives it, with the keyboard alone. */
export async function archivesTheCampaign(m: Marketer) {
  const { page, t, locale } = m
  const { name } = written[locale]
  await page.goto(`/campaigns?status=${encodeURIComponent('["stopped"]')}`)
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toBeVisible()
  await page.getByRole('grid', { name: t('nav.campaigns') }).focus()
  const more = row.getByRole('button', { name: t('grid.actions', { name }) })
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowDown')
  // From the box that selects the row past its name.
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(more).toBeFocused()
  await page.keyboard.press('Enter')
  const menu = page.getByRole('menu', { name: t('grid.actions', { name }) })
  await expect(menu.getByRole('menuitem').first()).toBeFocused()
  await expectGood(m)
  await page.keyboard.press('Escape')
  await expect(more).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(menu.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.type(t('campaign.command.archive').slice(0, 3))
  await expect(menu.getByRole('menuitem', { name: t('campaign.command.archive') })).toBeFocused()
  await page.keyboard.press('Enter')
  const sure = page.getByRole('alertdialog', { name: t('campaign.archive.title', { name }) })
  await expect(sure.getByRole('button', { name: t('campaign.command.archive') })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText(t('campaign.archive.done', { name }))).toBeVisible()
  await expect(row).toHaveCount(0)
  await expectGood(m)
}

import { type Browser, expect, type Page, test } from '@playwright/test'
import { readable } from '../packages/core/src/consent/centre.ts'
import { type Locale, tagOf } from '../packages/web/src/messages/index.ts'
import { aProduct, type Product, until } from './product.ts'
import {
  aBrowser,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  signIn,
  watch,
  wordsOf,
} from './screen.ts'
import { aCall, books, messageOnce } from './sending.ts'

let product: Product
/** Live campaigns: about news, about the club (double opt-in), about nothing in particular. */
const campaigns = { news: '', club: '', general: '' }

test.beforeAll(async () => {
  product = await aProduct()
  const make = async (path: string, body: unknown) => {
    const made = await product.api<{ id: string }>('POST', path, body)
    expect(made.status, JSON.stringify(made.body)).toBeLessThan(300)
    return made.body.id
  }
  const topic = (key: string, en: string, fr: string, doubleOptIn = false) =>
    make('/v1/topics', { key, name: { en, fr }, channels: ['email'], doubleOptIn })
  await topic('news', 'News & offers', 'Actualités & offres')
  await topic('club', 'The club', 'Le club', true)
  const channelConfigurationId = await make('/v1/channel-configurations', {
    name: 'Newsletter',
    category: 'marketing',
    settings: { senderName: 'Atelier', senderEmail: 'news@atelier.example' },
    provider: { kind: 'inbox', config: {} },
  })
  await make(`/v1/channel-configurations/${channelConfigurationId}/actions/activate`, {})
  const html =
    '<h1>Hello</h1><a href="{{system.preferencesUrl}}">Preferences</a> <a href="{{system.unsubscribeUrl}}">Leave</a>'
  for (const [key, about] of [
    ['news', 'news'],
    ['club', 'club'],
    ['general', null],
  ] as const) {
    campaigns[key] = await make('/v1/campaigns', {
      kind: 'api_triggered',
      category: 'marketing',
      name: `About ${key}`,
      definition: {
        channelConfigurationId,
        topic: about,
        content: { subject: `About ${key}`, html },
        audience: { namespace: 'email', createProfiles: true },
      },
    })
    await make(`/v1/campaigns/${campaigns[key]}/activate`, {})
  }
})
test.afterAll(() => product?.close())

interface Inboxed {
  id: string
  subject: string
  html: string
  headers: { name: string; value: string }[]
}

/** What became of a message to somebody: `sent`, or why not. */
async function writesTo(email: string, about: keyof typeof campaigns): Promise<string> {
  const message = await messageOnce(product, await aCall(product, campaigns[about], email), [
    'sent',
    'excluded',
  ])
  return message.reason ?? message.status
}

const inboxOf = (email: string, subject: RegExp): Promise<Inboxed> =>
  until(async () => {
    const { body } = await product.api<{ items: Inboxed[] }>(
      'GET',
      `/v1/inbox?to=${encodeURIComponent(email)}`,
    )
    return body.items.find((one) => subject.test(one.subject))
  }, `a message to ${email}`)

const rgb = (color: string) =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)).join(', ')})`

const good = async (page: Page) => {
  await expectAccessible(page)
  await expectNoOverflow(page)
}

/** Somebody with a browser of their own, on a phone. What looks for mistakes needs scripts; the pages do not. */
async function aReader(browser: Browser, locale: Locale, javaScriptEnabled = true) {
  const context = await browser.newContext({
    baseURL: product.url,
    locale: tagOf[locale],
    colorScheme: javaScriptEnabled ? 'dark' : 'light',
    viewport: { width: 390, height: 844 },
    javaScriptEnabled,
  })
  const page = await context.newPage()
  return { page, watched: watch(page, product.url) }
}

test('somebody leaves one topic in French, takes it back, leaves everything, and the next message is excluded', async ({
  browser,
}) => {
  const email = 'lea@people.test'
  expect(await writesTo(email, 'news')).toBe('sent')

  // In the Inbox, the link of the message leads to the preference centre.
  const context = await aBrowser(browser, product, { locale: 'fr' })
  await signIn(context, product)
  const office = await context.newPage()
  const { id, html } = await inboxOf(email, /news/)
  await office.goto(`/inbox/${id}`)
  const opening = context.waitForEvent('page')
  await office.frameLocator('article iframe').getByRole('link', { name: 'Preferences' }).click()
  const opened = await opening
  const centre = opened.url()
  await good(opened)
  expect(centre).toMatch(/\/p\/[\w-]+$/)

  // What scanners do with links changes nothing.
  const leave = /href="([^"]*\/t\/u\/[^"]*)"/.exec(html)![1]!
  for (const link of [centre, leave])
    for (const method of ['GET', 'HEAD']) expect((await fetch(link, { method })).status).toBe(200)
  expect(await writesTo(email, 'news')).toBe('sent')

  const { page, watched } = await aReader(browser, 'fr', false)
  const choice = (name: string) => page.getByRole('checkbox', { name })
  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter')
  await page.goto(centre)
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
  await expect(choice('Actualités & offres')).toBeChecked()
  await expect(choice('Le club')).not.toBeChecked()
  await choice('Actualités & offres').press('Space')
  await press('Enregistrer')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Vos choix sont enregistrés')
  await expect(page.getByRole('listitem')).toHaveText(['Actualités et offres par e-mail'])
  expect([await writesTo(email, 'news'), await writesTo(email, 'general')]).toEqual(['no-consent', 'sent'])

  await press('Annuler ce changement')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Votre abonnement est rétabli')
  expect(await writesTo(email, 'news')).toBe('sent')

  await page.getByRole('link', { name: 'Voir vos choix' }).press('Enter')
  await press('Se désabonner de tout')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Votre désabonnement est enregistré')
  expect([await writesTo(email, 'news'), await writesTo(email, 'general')]).toEqual([
    'no-consent',
    'no-consent',
  ])
  expect(watched.faults).toEqual([])

  // The page of the campaign says why.
  expect((await books(product, campaigns.news)).excluded).toBe(2)
  const t = wordsOf('fr')
  await office.goto(`/campaigns/${campaigns.news}`)
  await expect(office.getByText(t('campaign.reason.no-consent')).first()).toBeVisible()
  await expect(office.getByText(t('campaign.reasons.excluded'))).toBeVisible()
  await context.close()
})

test('a brand given on the page of consent is worn by the page behind one click, which can be taken back', async ({
  browser,
}) => {
  const email = 'max@people.test'
  const t = wordsOf('en')
  const context = await aBrowser(browser, product, { locale: 'en' })
  await signIn(context, product)
  const office = await context.newPage()
  const watched = watch(office, product.url)
  await office.goto('/admin/consent?tab=pages')
  const preview = office.frameLocator(`iframe[title="${t('consent.preview.frame')}"]`)
  await expect(preview.getByRole('checkbox', { name: 'News & offers' })).toBeChecked()
  await office.getByRole('textbox', { name: t('consent.brand.name') }).fill('Atelier Lumière')
  const color = office.getByRole('textbox', { name: t('consent.brand.color') })
  await color.fill('#ff9900')
  await color.press('Enter')
  await expect(office.getByRole('button', { name: t('common.save') })).toBeDisabled()
  const mended = readable('#ff9900')
  await office.getByRole('button', { name: t('consent.brand.contrast.mend', { color: mended }) }).click()
  await expect(preview.getByText('Atelier Lumière')).toBeVisible()
  await expect(preview.getByRole('button', { name: 'Save' })).toHaveCSS('background-color', rgb(mended))
  await expectWords(office)
  await good(office)
  await office.getByRole('button', { name: t('common.save') }).click()
  await expect(office.getByText(t('consent.pages.saved'))).toBeVisible()
  expect(watched.faults).toEqual([])
  await context.close()

  expect(await writesTo(email, 'general')).toBe('sent')
  const { headers, html } = await inboxOf(email, /general/)
  const header = headers.find(({ name }) => name.toLowerCase() === 'list-unsubscribe')!.value
  const oneClick = /<(http[^>]*)>/.exec(header)![1]!
  const body = 'List-Unsubscribe=One-Click'
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await fetch(oneClick, { method: 'POST', headers: type, body })).status).toBe(200)
  expect(await writesTo(email, 'general')).toBe('no-consent')

  const { page, watched: seen } = await aReader(browser, 'en')
  await page.goto(/href="([^"]*\/t\/u\/[^"]*)"/.exec(html)![1]!)
  await expect(page.getByRole('banner')).toHaveText('Atelier Lumière')
  const button = page.getByRole('button', { name: 'Unsubscribe' })
  await expect(button).toHaveCSS('background-color', rgb(mended))
  await good(page)
  await button.click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are unsubscribed')
  await good(page)
  await page.getByRole('button', { name: 'Subscribe again' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are subscribed again')
  expect(await writesTo(email, 'general')).toBe('sent')
  expect(seen.faults).toEqual([])
})

test('a topic with double opt-in reaches those who pressed the button behind its link, and nobody before', async ({
  browser,
}) => {
  const email = 'ines@people.test'
  const t = wordsOf('fr')
  const context = await aBrowser(browser, product, { locale: 'fr' })
  await signIn(context, product)
  const office = await context.newPage()
  const watched = watch(office, product.url)
  await office.goto('/admin/consent')
  await expect(office.getByText(t('consent.confirmation.missing', { count: 1 }))).toBeVisible()
  await good(office)
  await office.getByRole('button', { name: t('consent.confirmation.make') }).click()
  await office
    .getByRole('dialog')
    .getByRole('button', { name: t('consent.confirmation.make') })
    .click()
  await expect(office.getByText(t('consent.confirmation.made'))).toBeVisible()
  await expect(office.getByRole('link', { name: t('consent.confirmation.open') })).toBeVisible()
  await expectWords(office)
  await good(office)
  expect(watched.faults).toEqual([])
  await context.close()

  // What a form of the shop does.
  const asked = await product.api('POST', '/v1/subscriptions', {
    identity: { namespace: 'email', value: email },
    topics: ['club'],
    language: 'fr',
    source: 'form',
  })
  expect(asked.status, JSON.stringify(asked.body)).toBe(200)
  const { html } = await inboxOf(email, /Confirmez/)
  const link = /href="([^"]*\/p\/confirm\/[^"]*)"/.exec(html)![1]!
  expect((await fetch(link)).status).toBe(200)
  expect(await writesTo(email, 'club')).toBe('no-consent')

  const { page, watched: seen } = await aReader(browser, 'fr')
  await page.goto(link)
  await expect(page.getByRole('listitem')).toHaveText(['Le club'])
  await good(page)
  await page.getByRole('button', { name: 'Confirmer' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Votre inscription est confirmée')
  await good(page)
  expect(await writesTo(email, 'club')).toBe('sent')
  expect(seen.faults).toEqual([])
})

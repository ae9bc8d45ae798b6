import { expect, test } from '@playwright/test'
import { type Locale, locales } from '../packages/web/src/messages/index.ts'
import { expectSaved } from './marketer.ts'
import { aProduct, make, type Product } from './product.ts'
import {
  aBrowser,
  aScreen,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  signIn,
  watch,
  wordsOf,
} from './screen.ts'
import { books } from './sending.ts'

const people = 600
const messages = {
  subject: 'News for {{profile.person.name.firstName ?: "you"}}',
  html: '<p>Hello</p><p><a href="{{system.unsubscribeUrl}}">Leave</a></p>',
  text: 'Hello',
}

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
  const items = Array.from({ length: people }, (_, n) => ({
    identities: [{ namespace: 'email', value: `reader-${n}@example.com` }],
    attributes: { reader: true },
  }))
  expect((await product.api('POST', '/v1/profiles/batch', { items })).status).toBe(200)
  const reads = { kind: 'attribute', path: 'reader', test: { operator: 'equals', value: true } }
  const rule = { kind: 'group', join: 'and', rules: [reads] }
  const made = await product.api('POST', '/v1/audiences', {
    name: 'Readers',
    definition: { kind: 'rule', rule },
  })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
})
test.afterAll(() => product?.close())

const configurationId = async () => {
  const { body } = await product.api<{ items: { id: string }[] }>(
    'GET',
    '/v1/channel-configurations?category=marketing',
  )
  return body.items[0]!.id
}

const name: Record<Locale, string> = { en: 'November news', fr: 'Nouvelles de novembre' }

for (const locale of locales)
  test(`a campaign is sent to its audience, paused, resumed, and says whom it reached (${locale})`, async ({
    browser,
  }) => {
    const context = await aBrowser(browser, product, { locale })
    await signIn(context, product)
    const page = await context.newPage()
    const watched = watch(page, product.url)
    const t = wordsOf(locale)
    const looks = async () => {
      await expectAccessible(page)
      await expectWords(page)
      await expectNoOverflow(page)
    }

    await page.goto('/campaigns?tab=action&create=true')
    const dialog = page.getByRole('dialog', { name: t('inventory.create') })
    await expect(
      dialog.getByRole('option', { name: t('inventory.create.action.marketing'), selected: true }),
    ).toBeVisible()
    await dialog.getByRole('textbox', { name: t('inventory.create.name') }).fill(name[locale])
    await page.keyboard.press('Enter')
    await expect(page.getByRole('tab', { name: t('campaign.tab.audience') })).toBeVisible()
    const { id } = /campaigns\/(?<id>[0-9a-f-]+)/.exec(page.url())!.groups as { id: string }
    // What is written and by whom it is sent is another journey.
    await page.goto('about:blank')
    const { body: version } = await product.api<{ revision: number; definition: object }>(
      'GET',
      `/v1/campaigns/${id}/versions/1`,
    )
    const definition = {
      ...version.definition,
      content: messages,
      channelConfigurationId: await configurationId(),
    }
    const saved = await product.api('PUT', `/v1/campaigns/${id}/draft`, {
      revision: version.revision,
      definition,
    })
    expect(saved.status, JSON.stringify(saved.body)).toBe(200)

    await page.goto(`/campaigns/${id}?tab=audience`)
    await page.getByRole('combobox', { name: t('audiences.audience') }).fill('Read')
    await page.getByRole('option', { name: /Readers/ }).click()
    await expect(page.getByRole('link', { name: 'Readers' })).toBeVisible()
    await expectSaved({ product, page, locale, t, watched })
    await looks()
    await page.getByRole('tab', { name: t('campaign.tab.schedule') }).click()
    await page.getByRole('radio', { name: t('campaign.trigger.recurring') }).press('Space')
    await expect(page.getByText(t('schedule.next'))).toBeVisible()
    await looks()
    await page.getByRole('radio', { name: t('campaign.trigger.now') }).press('Space')
    await page.getByRole('switch', { name: t('campaign.pace.limit') }).press('Space')
    await expectSaved({ product, page, locale, t, watched })

    await page.getByRole('button', { name: t('campaign.toReview') }).click()
    await page.getByRole('button', { name: t('campaign.activate'), exact: true }).click()
    const progress = page.getByRole('progressbar', {
      name: t('campaign.occurrences.progress', { number: 1 }),
    })
    await expect(progress).toBeVisible()
    await page.getByRole('button', { name: t('campaign.command.pause'), exact: true }).click()
    await expect(page.getByText(t('campaign.occurrences.paused'))).toBeVisible()
    await looks()
    await expect.poll(async () => (await books(product, id)).pending).toBeLessThan(people)
    const { sent } = await books(product, id)
    expect(sent).toBeLessThan(people)
    await page.getByRole('button', { name: t('campaign.command.resume'), exact: true }).click()
    await expect(page.getByText(t('campaign.occurrences.status.done'), { exact: true })).toBeVisible({
      timeout: 60_000,
    })
    expect(await books(product, id)).toMatchObject({ targeted: people, sent: people, pending: 0 })
    await looks()
    expect(watched.faults).toEqual([])
  })

test('an occurrence whose stop is refused goes on, and its page says so', async ({ browser }) => {
  const soon = new Date(Date.now() + 5_000).toISOString().slice(0, 19)
  const audience = await product.api<{ items: { id: string }[] }>('GET', '/v1/audiences')
  const { id } = await make(product, '/v1/campaigns', {
    kind: 'action',
    category: 'marketing',
    name: 'Daily news',
    definition: {
      channelConfigurationId: await configurationId(),
      content: messages,
      audience: { id: audience.body.items[0]!.id },
      trigger: {
        kind: 'recurring',
        recurrence: { every: 'day', interval: 1, times: [soon.slice(11)] },
        start: soon,
        timeZone: 'UTC',
      },
      pace: { rate: { messages: 1, per: 'second' } },
    },
  })
  const live = await product.api('POST', `/v1/campaigns/${id}/activate`)
  expect(live.status, JSON.stringify(live.body)).toBe(200)
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  watched.allow(403, /\/stop$/)
  const body = { type: 'auth/forbidden', title: 'You may not do this', status: 403 }
  await page.route('**/occurrences/*/stop', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(body) }),
  )
  await page.goto(`/campaigns/${id}`)
  await page.getByRole('button', { name: t('sending.stop.of', { number: 1 }) }).press('Enter')
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('sending.stop') })
    .press('Enter')
  await expect(page.getByText(t('problem.auth/forbidden'))).toBeVisible()
  await page.unroute('**/occurrences/*/stop')
  await page.getByRole('button', { name: t('sending.stop.of', { number: 1 }) }).press('Enter')
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('sending.stop') })
    .press('Enter')
  await expect(page.getByText(t('sending.stop.done', { number: 1 }))).toBeVisible()
  expect(watched.faults).toEqual([])
})

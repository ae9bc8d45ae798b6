import { expect, test } from '@playwright/test'
import { type Locale, locales } from '../packages/web/src/messages/index.ts'
import * as marketer from './marketer.ts'
import { aProduct, type Product } from './product.ts'
import { aBrowser, expectAccessible, signIn, watch, wordsOf } from './screen.ts'

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
})
test.afterAll(() => product?.close())

for (const locale of locales)
  test(`a marketer goes all the way from an empty page to the report (${locale})`, async ({ browser }) => {
    test.setTimeout(180_000)
    const context = await aBrowser(browser, product, { locale })
    const page = await context.newPage()
    const m: marketer.Marketer = {
      product,
      page,
      locale,
      t: wordsOf(locale),
      watched: watch(page, product.url),
    }

    await test.step('signs in, after a wrong password', () => marketer.signsIn(m))
    await test.step('creates a campaign', () => marketer.createsACampaign(m))
    await test.step('fills every tab', () => marketer.fillsEveryTab(m))
    await test.step('mends a mistake', () => marketer.mendsTheMistake(m))
    await test.step('activates', () => marketer.activates(m))
    const { status, to } = await test.step('runs the request', async () =>
      marketer.runsTheRequest(m, await marketer.copiesTheRequest(m)))
    expect(status).toBe('202')
    const campaign = page.url().replace(/\?.*/, '?view=live')
    await test.step('follows the message', () => marketer.followsTheMessage(m, to))
    const source = await test.step('reads the message', () => marketer.readsTheMessage(m, to))
    await test.step('counts opens and clicks', () => marketer.countsOpensAndClicks(m, campaign, source))
    await test.step('changes the live campaign', () => marketer.changesTheLiveCampaign(m))
    await test.step('stops it', () => marketer.endsTheCampaign(m, campaign))
    await test.step('archives it', () => marketer.archivesTheCampaign(m))
    expect(m.watched.faults).toEqual([])
  })

test('two people who write the same draft hear of each other, and nobody’s work is lost unasked', async ({
  browser,
}) => {
  const { body: made } = await product.api<{ id: string }>('POST', '/v1/campaigns', {
    kind: 'api_triggered',
    category: 'transactional',
    name: 'Written by two',
  })
  const someone = async (locale: Locale): Promise<marketer.Marketer> => {
    const context = await aBrowser(browser, product, { locale })
    await signIn(context, product)
    const page = await context.newPage()
    const watched = watch(page, product.url)
    watched.allow(409, /\/draft$/)
    await page.goto(`/campaigns/${made.id}?tab=content`)
    const m = { product, page, locale, t: wordsOf(locale), watched }
    await expect(marketer.field(m, 'campaign.content.subject')).toBeVisible()
    return m
  }
  const [ada, zoe] = [await someone('en'), await someone('fr')]
  const conflict = ({ page, t }: marketer.Marketer) =>
    page.getByRole('alert').filter({ hasText: t('campaign.conflict.content') })
  const choice = ({ page, t }: marketer.Marketer, which: 'theirs' | 'mine') =>
    page.getByRole('button', { name: t(`campaign.conflict.${which}`) })
  const subject = async () => {
    const { body } = await product.api<{ definition: { content: { subject: string } } }>(
      'GET',
      `/v1/campaigns/${made.id}/versions/1`,
    )
    return body.definition.content.subject
  }

  await marketer.writes(ada, 'campaign.content.subject', 'Ada’s words')
  await marketer.expectSaved(ada)
  await expect.poll(subject).toBe('Ada’s words')
  await marketer.writes(zoe, 'campaign.content.subject', 'Les mots de Zoé')
  await expect(conflict(zoe)).toBeVisible()
  await expectAccessible(zoe.page)
  await choice(zoe, 'theirs').click()
  await expect(conflict(zoe)).toBeHidden()
  await expect(marketer.field(zoe, 'campaign.content.subject')).toHaveText('Ada’s words')

  await marketer.writes(zoe, 'campaign.content.subject', 'Les mots de Zoé, encore')
  await expect.poll(subject).toBe('Les mots de Zoé, encore')
  await marketer.writes(ada, 'campaign.content.subject', 'Ada’s last words')
  await expect(conflict(ada)).toBeVisible()
  expect(await subject()).toBe('Les mots de Zoé, encore')
  await choice(ada, 'mine').click()
  await expect.poll(subject).toBe('Ada’s last words')
  await expect(conflict(ada)).toBeHidden()
  expect([...ada.watched.faults, ...zoe.watched.faults]).toEqual([])
})

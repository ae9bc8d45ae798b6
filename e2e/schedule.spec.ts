import { expect, test } from '@playwright/test'
import { expectSaved } from './marketer.ts'
import { aProduct, demoConfiguration, make, type Product } from './product.ts'
import { aScreen, picks } from './screen.ts'

const people = 300
const unreadable = 12
const suppressed = 5
const locale = 'fr'

let product: Product
let audienceId: string
test.beforeAll(async () => {
  product = await aProduct()
  const items = Array.from({ length: people }, (_, n) => ({
    identities: [{ namespace: 'email', value: `reader-${n}@example.com` }],
    attributes: { reader: true, ...(n < unreadable && { personalEmail: { address: `no ${n} address` } }) },
  }))
  expect((await product.api('POST', '/v1/profiles/batch', { items })).status).toBe(200)
  for (let n = 0; n < suppressed; n++) {
    const value = `reader-${people - 1 - n}@example.com`
    const added = await product.api('POST', '/v1/suppressions', { value, type: 'address' })
    expect(added.status, JSON.stringify(added.body)).toBeLessThan(300)
  }
  const reads = { kind: 'attribute', path: 'reader', test: { operator: 'equals', value: true } }
  const rule = { kind: 'group', join: 'and', rules: [reads] }
  const definition = { kind: 'rule', rule }
  audienceId = (await make(product, '/v1/audiences', { name: 'Readers', definition })).id
  expect((await product.api('POST', `/v1/audiences/${audienceId}/evaluate`, {})).status).toBe(200)
})
test.afterAll(() => product?.close())

async function aDraft(): Promise<string> {
  const definition = {
    channelConfigurationId: await demoConfiguration(product, 'marketing'),
    content: {
      subject: 'Nouvelles',
      html: '<p>Bonjour</p><p><a href="{{system.unsubscribeUrl}}">Partir</a></p>',
      text: 'Bonjour',
    },
    audience: { id: audienceId },
  }
  const campaign = { kind: 'action', category: 'marketing', name: 'Nouvelles de décembre', definition }
  return (await make(product, '/v1/campaigns', campaign)).id
}

test('a schedule with a rule, waves, hours and a warm-up is made by keyboard, and its plan is told', async ({
  browser,
}) => {
  const id = await aDraft()
  const { page, t, watched, looks } = await aScreen(browser, product, { locale, width: 1280 })
  // A rule that is being typed is one that the server refuses.
  watched.allow(400, /\/draft$/)
  watched.allow(422, /\/draft$/)
  const number = (name: string) => page.getByRole('textbox', { name, exact: true })
  const types = async (name: string, text: string, nth = 0) => {
    await number(name).nth(nth).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  const unfold = (title: string) => page.getByRole('button', { name: title, exact: true }).press('Enter')

  await page.goto(`/campaigns/${id}?tab=schedule`)
  await page.getByRole('radio', { name: t('campaign.trigger.recurring') }).press('Space')
  const unit = page.getByRole('button', { name: t('campaign.recurrence.unit') })
  await picks(page, unit, 'End', page.getByRole('option').last())
  await types(t('schedule.rule'), 'FREQ=MONTHLY;BYDAY=2XX')
  await expect(page.getByText(t('schedule.mistake.weekday', { value: 'XX' }))).toBeVisible()
  await types(t('schedule.rule'), 'FREQ=MONTHLY;BYDAY=2TU')
  await expect(page.getByText('Tous les mois le deuxième mardi', { exact: false })).toBeVisible()
  await expect(
    page
      .getByRole('heading', { name: t('schedule.next') })
      .locator('..')
      .getByRole('listitem'),
  ).toHaveCount(5)

  await unfold(t('schedule.waves'))
  await page.getByRole('switch', { name: t('schedule.waves.switch') }).press('Space')
  await types(t('schedule.waves.count'), '3')
  await page.getByRole('radio', { name: t('schedule.waves.division.percent') }).press('Space')
  for (const [index, percent] of ['10', '30', '50'].entries())
    await types(t('schedule.wave.percent'), percent, index)
  const over = t('schedule.waves.coverage.percent', { by: 10 })
  await expect(page.getByText(t('schedule.waves.coverage.under.last_wave', { amount: over }))).toBeVisible()

  await unfold(t('schedule.window'))
  await page.getByRole('switch', { name: t('schedule.window.switch') }).press('Space')
  await unfold(t('schedule.warmUp'))
  await page.getByRole('switch', { name: t('schedule.warmUp.switch') }).press('Space')
  await types(t('schedule.warmUp.first'), '50')
  await types(t('schedule.warmUp.factor'), '2')
  await types(t('schedule.warmUp.target'), '200')
  await page.getByRole('button', { name: t('schedule.warmUp.made') }).press('Enter')
  await expect(number(t('schedule.warmUp.day', { day: 3 }))).toHaveValue('200')
  await expectSaved({ product, page, locale, t, watched })
  await looks()

  await page.getByRole('button', { name: t('campaign.toReview') }).press('Enter')
  const card = page.getByRole('region', { name: t('plan.title') })
  const row = (name: string) => card.getByRole('row', { name })
  await expect(row(t('plan.audience'))).toContainText(String(people))
  await expect(row(t('campaign.reason.malformed-address'))).toContainText(String(unreadable))
  await expect(row(t('campaign.reason.address-suppressed'))).toContainText(String(suppressed))
  await expect(row(t('plan.reached'))).toContainText(String(people - unreadable - suppressed))
  const waves = card.getByRole('table', { name: t('schedule.waves') }).getByRole('row')
  await expect(waves).toHaveCount(4)
  for (const [index, size] of [30, 90, 180].entries())
    await expect(
      waves
        .nth(index + 1)
        .getByRole('cell')
        .nth(1),
    ).toHaveText(String(size))
  await card.getByRole('button', { name: t('campaign.chart.table') }).press('Space')
  await expect(card.getByRole('columnheader', { name: t('plan.volumes.ours') })).toBeVisible()
  await looks()
  await page.setViewportSize({ width: 390, height: 800 })
  await looks()
  expect(watched.faults).toEqual([])
})

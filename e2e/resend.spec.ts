import { expect, test } from '@playwright/test'
import PostalMime from 'postal-mime'
import { type FakeRelay, fakeRelay } from '../packages/server/src/channels/email/testing/fake-relay.ts'
import { expectSaved, type Marketer, writes } from './marketer.ts'
import { aProduct, make, type Product } from './product.ts'
import { aScreen, openDialog } from './screen.ts'
import { aConfiguration, books } from './sending.ts'

const people = 60
const inWave = people / 2
/** Each fourth person of the first wave, as long as the relay has something against us. */
const refused = Math.floor(inWave / 4)
const locale = 'fr'

let product: Product
let relay: FakeRelay
let isHealed = false
test.beforeAll(async () => {
  relay = await fakeRelay({
    script: {
      rcpt: (_, nth) => (isHealed || nth % 4 > 0 ? undefined : '554 5.7.1 Blocked by reputation'),
    },
  })
  product = await aProduct({ CHAPPE_ALLOW_PRIVATE_NETWORK: '1', CHAPPE_DEMO: '0' })
})
test.afterAll(async () => {
  await product?.close()
  await relay?.close()
})

async function aDraft(): Promise<string> {
  const items = Array.from({ length: people }, (_, n) => ({
    identities: [{ namespace: 'email', value: `reader-${n}@example.com` }],
    attributes: { reader: true },
  }))
  expect((await product.api('POST', '/v1/profiles/batch', { items })).status).toBe(200)
  const reads = { kind: 'attribute', path: 'reader', test: { operator: 'equals', value: true } }
  const rule = { kind: 'group', join: 'and', rules: [reads] }
  const audience = await make(product, '/v1/audiences', {
    name: 'Readers',
    definition: { kind: 'rule', rule },
  })
  const made = await make(product, '/v1/campaigns', {
    kind: 'action',
    category: 'transactional',
    name: 'Changement d’horaires',
    definition: {
      channelConfigurationId: await aConfiguration(product, relay.port, 'Relay'),
      content: { subject: 'Nos horaires', html: '<p>Bonjour</p>', text: 'Bonjour' },
      audience: { id: audience.id },
    },
  })
  return made.id
}

test('a campaign in two waves pauses itself, says why, and is resent to exactly those whom it did not reach', async ({
  browser,
}) => {
  const id = await aDraft()
  const { page, t, watched, looks } = await aScreen(browser, product, { locale, width: 1280 })
  const m: Marketer = { product, page, locale, t, watched }
  const button = (name: string) => page.getByRole('button', { name, exact: true })

  /** A variant made as a copy of the one that is shown, and deleted again, by the keyboard. */
  const comesAndGoes = async (name: string) => {
    await button(t('variants.more', { name: 'Relance' })).press('Enter')
    await page.getByRole('menuitem', { name: t('variants.duplicate') }).press('Enter')
    await openDialog(page)
      .getByRole('textbox', { name: t('variants.name') })
      .fill(name)
    await page.keyboard.press('Enter')
    await button(t('variants.more', { name })).press('Enter')
    await page.getByRole('menuitem', { name: t('variants.delete') }).press('Enter')
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('variants.delete.action') })
      .press('Enter')
    await expect(page.getByRole('radio', { name })).toHaveCount(0)
  }

  await test.step('the second wave says something else', async () => {
    await page.goto(`/campaigns/${id}?tab=content`)
    await button(t('variants.add')).press('Enter')
    const dialog = page.getByRole('dialog', { name: t('variants.add') })
    await dialog.getByRole('textbox', { name: t('variants.name') }).fill('Relance')
    await looks()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('radio', { name: /^Relance/ })).toBeChecked()
    await comesAndGoes('Essai')
    await expect(page.getByRole('radio', { name: t('variants.own') })).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('radio', { name: /^Relance/ })).toBeChecked()
    await writes(m, 'campaign.content.subject', 'Avez-vous vu nos horaires ?')
    await page.getByRole('tab', { name: t('campaign.tab.schedule') }).click()
    await button(t('schedule.waves')).press('Enter')
    await page.getByRole('switch', { name: t('schedule.waves.switch') }).press('Space')
    const wave = page.getByRole('group', { name: t('schedule.wave', { number: 2 }), exact: true })
    await wave.getByRole('button', { name: t('schedule.wave.variant') }).press('Enter')
    await page.getByRole('option', { name: 'Relance' }).press('Enter')
    await wave.getByRole('textbox', { name: t('schedule.wave.name') }).fill('Les autres')
    await button(t('schedule.autoPause')).press('Enter')
    const types = async (name: string, text: string) => {
      await page.getByRole('textbox', { name, exact: true }).fill(text)
      await page.keyboard.press('Tab')
    }
    await types(t('schedule.autoPause.bouncePercent'), '10')
    await types(t('schedule.autoPause.afterMessages'), String(inWave))
    await expectSaved(m)
    await looks()
    await wave.getByRole('link', { name: t('schedule.wave.variant.write', { variant: 'Relance' }) }).click()
    await expect(page.getByRole('radio', { name: /^Relance Vague 2/ })).toBeChecked()
    await looks()
  })

  const rows = page.getByRole('table', { name: t('campaign.occurrences') }).getByRole('row')
  /** What the table says of an occurrence: the newest stands first. */
  const says = async (number: number, of: number, status: string, counts: readonly number[]) => {
    const cells = rows.nth(of - number + 1).getByRole('cell')
    await expect(cells.nth(0)).toHaveText(String(number))
    await expect(cells.nth(2)).toContainText(status, { timeout: 60_000 })
    for (const [index, count] of counts.entries())
      await expect(cells.nth(index + 3)).toHaveText(String(count))
  }

  /** What the table says of a wave of the only occurrence. */
  const saysOfWave = async (number: number, name: string, counts: readonly number[]) => {
    const cells = rows.nth(number + 1).getByRole('cell')
    await expect(cells.nth(1)).toContainText(name)
    for (const [index, count] of counts.entries())
      await expect(cells.nth(index + 3)).toHaveText(String(count))
  }
  const first = t('schedule.wave', { number: 1 })

  await test.step('too much bounces: it pauses itself and says why', async () => {
    await button(t('campaign.toReview')).click()
    await button(t('campaign.activate')).click()
    const percent = (value: number) =>
      new Intl.NumberFormat('fr-FR', { style: 'percent', maximumFractionDigits: 1 }).format(value)
    const why = t('sending.pausedReason.bounce', {
      occurrence: 1,
      percent: percent(refused / inWave),
      count: String(refused),
      of: String(inWave),
      limit: percent(0.1),
    })
    const note = page.getByRole('heading', { name: t('sending.pausedReason.title') }).locator('..')
    await expect(note).toContainText(why, { timeout: 60_000 })
    const log = page.locator('section', { has: page.getByRole('heading', { name: t('sending.log') }) })
    await expect(log.getByRole('listitem').first()).toContainText(why)
    expect(product.output()).toMatch(/A campaign was paused/)
    await says(1, 1, t('status.paused'), [people, inWave - refused, 0, refused, inWave])
    await saysOfWave(1, first, [inWave, inWave - refused, 0, refused, 0])
    await saysOfWave(2, 'Les autres', [inWave, 0, 0, 0, inWave])
    await looks()
  })

  await test.step('resumed, it goes on until it is stopped', async () => {
    await button(t('campaign.command.resume')).click()
    await expect(button(t('campaign.command.pause'))).toBeVisible()
    await button(t('campaign.command.stop')).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('campaign.command.stop') })
      .click()
    await says(1, 1, t('campaign.occurrences.status.stopped'), [people, inWave - refused, inWave, refused, 0])
    await expect(rows).toHaveCount(2)
    const parts = t('live.waves', { count: 2 })
    await button(t('live.waves.of', { parts, number: 1 })).press('Enter')
    await saysOfWave(1, first, [inWave, inWave - refused, 0, refused, 0])
    await saysOfWave(2, 'Les autres', [inWave, 0, inWave, 0, 0])
    await looks()
  })

  isHealed = true
  const resends = async (counts: { bounced?: number; not_reached?: number }, unwanted?: 'not_reached') => {
    await button(t('sending.resend.of', { number: 1 })).press('Enter')
    const dialog = page.getByRole('dialog', { name: t('sending.resend.title', { number: 1 }) })
    const boxes = dialog.getByRole('checkbox')
    await expect(boxes).toHaveCount(Object.keys(counts).length)
    for (const [group, count] of Object.entries(counts))
      await expect(
        dialog.getByRole('checkbox', {
          name: t(`sending.resend.group.${group as 'bounced' | 'not_reached'}`, { count: String(count) }),
        }),
      ).toBeChecked()
    await looks()
    if (unwanted)
      await dialog
        .getByRole('checkbox', {
          name: t(`sending.resend.group.${unwanted}`, { count: String(counts[unwanted]) }),
        })
        .press('Space')
    const count = Object.entries(counts).reduce(
      (sum, [group, one]) => (group === unwanted ? sum : sum + one),
      0,
    )
    await dialog.getByRole('button', { name: t('sending.resend.go', { count }) }).press('Enter')
    await expect(dialog).toBeHidden()
    return count
  }

  await test.step('those who were refused get it, then those whose wave never began', async () => {
    const done = t('campaign.occurrences.status.done')
    const again = await resends({ bounced: refused, not_reached: inWave }, 'not_reached')
    await says(2, 2, done, [again, again, 0, 0, 0])
    expect(relay.mails).toHaveLength(inWave)
    const rest = await resends({ not_reached: inWave })
    await says(3, 3, done, [rest, rest, 0, 0, 0])
    await button(t('sending.resend.of', { number: 1 })).press('Enter')
    await expect(page.getByText(t('sending.resend.nobody'))).toBeVisible()
    await page.keyboard.press('Escape')
    await looks()
    await page.setViewportSize({ width: 390, height: 800 })
    await looks()
  })

  const to = relay.mails.map(({ to }) => to[0]!)
  expect(new Set(to).size, 'everybody once').toBe(people)
  expect(to).toHaveLength(people)
  const subjects = await Promise.all(
    relay.mails.map(async ({ raw }) => (await PostalMime.parse(raw)).subject),
  )
  for (const said of ['Nos horaires', 'Avez-vous vu nos horaires ?'])
    expect(
      subjects.filter((subject) => subject === said),
      said,
    ).toHaveLength(inWave)
  expect(await books(product, id)).toMatchObject({
    targeted: people + refused + inWave,
    sent: people,
    failed: refused,
    excluded: inWave,
    pending: 0,
  })
  expect(watched.faults).toEqual([])
})

import { expect, type Locator, type Page, test } from '@playwright/test'
import { type Locale, locales } from '../packages/web/src/messages/index.ts'
import { aProduct, demoConfiguration, make, type Product } from './product.ts'
import { aScreen, choose, expectAccessible, type Say } from './screen.ts'

const day = 86_400_000
/** The Wednesday of the week after next: ahead of us, with days before and after it in its week. */
const wednesday = (() => {
  const today = Math.floor(Date.now() / day)
  return (today - ((today + 3) % 7) + 16) * day
})()
const local = (days: number, hour: number) =>
  new Date(wednesday + days * day + hour * 3_600_000).toISOString().slice(0, 16)
const date = local(0, 0).slice(0, 10)

const scheduled = 'Autumn sale'
const draftOf: Record<Locale, string> = { en: 'Winter coats', fr: 'Manteaux d’hiver' }
const fairOf: Record<Locale, string> = { en: 'Trade fair', fr: 'Salon du textile' }
const drafts: Partial<Record<Locale, string>> = {}

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
  const { id: audience } = await make(product, '/v1/audiences', {
    name: 'Regulars',
    definition: { kind: 'list' },
  })
  const channelConfigurationId = await demoConfiguration(product, 'marketing')
  const aCampaign = (name: string, at: string) =>
    make(product, '/v1/campaigns', {
      kind: 'action',
      category: 'marketing',
      name,
      definition: {
        channelConfigurationId,
        content: { subject: 'News', html: '<a href="{{system.unsubscribeUrl}}">Leave</a>', text: 'News' },
        audience: { id: audience },
        trigger: { kind: 'at', at, timeZone: 'UTC' },
      },
    })
  const { id } = await aCampaign(scheduled, local(0, 9))
  await make(product, `/v1/campaigns/${id}/activate`, {})
  for (const locale of locales) drafts[locale] = (await aCampaign(draftOf[locale], local(-1, 10))).id
})
test.afterAll(() => product?.close())

const triggerOf = async (locale: Locale) => {
  const { body } = await product.api<{ definition: { trigger: { at: string } } }>(
    'GET',
    `/v1/campaigns/${drafts[locale]}/versions/1`,
  )
  return body.definition.trigger.at
}

/** The middle of a mark, held and carried so many columns and pixels away. */
async function drag(page: Page, mark: Locator, columns: number, down: number): Promise<void> {
  await mark.scrollIntoViewIfNeeded()
  const box = (await mark.boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const column = (await mark.locator('xpath=ancestor::*[@data-date][1]').boundingBox())!.width
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 12, y, { steps: 2 })
  await page.mouse.move(x + columns * column, y + down, { steps: 4 })
  await page.mouse.up()
}

const ics = (name: string) =>
  [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:fair',
    `SUMMARY:${name}`,
    `DTSTART;VALUE=DATE:${local(1, 0).slice(0, 10).replaceAll('-', '')}`,
    `DTEND;VALUE=DATE:${local(3, 0).slice(0, 10).replaceAll('-', '')}`,
    'END:VEVENT',
    'BEGIN:VEVENT',
    'SUMMARY:Never',
    'DTSTART:nonsense',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')

async function lays(page: Page, t: Say, name: string): Promise<void> {
  await page.getByRole('button', { name: t('calendar.menu') }).click()
  await page.getByRole('menuitem', { name: t('calendar.external.title') }).click()
  const dialog = page.getByRole('dialog', { name: t('calendar.external.title') })
  const choosing = page.waitForEvent('filechooser')
  await dialog.getByRole('button', { name: t('calendar.external.add') }).click()
  const file = { name: `${name}.ics`, mimeType: 'text/calendar', buffer: Buffer.from(ics(name)) }
  await (await choosing).setFiles(file)
  await expect(dialog.getByText(t('calendar.external.line', { line: 8 }))).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: t('common.close') }).click()
}

for (const locale of locales)
  test(`campaigns are seen in time, drafts are moved, other calendars lie under them (${locale})`, async ({
    browser,
  }) => {
    const { page, t, watched, looks } = await aScreen(browser, product, { locale })
    const markOf = (name: string) => page.getByRole('button', { name: new RegExp(`^${name},`) })
    const draft = markOf(draftOf[locale])

    await page.goto('/campaigns')
    await choose(page.getByRole('radio', { name: t('calendar.toggle.calendar') }))
    await expect(page).toHaveURL(/\/campaigns\/calendar/)
    await page.goto(`/campaigns/calendar?date=${date}&zone=UTC`)
    await expect(markOf(scheduled)).toBeVisible()
    await expect(draft).toHaveCount(0)
    await page.getByText(t('calendar.drafts'), { exact: true }).click()
    await expect(draft).toBeVisible()
    await looks()

    await test.step('at a date that is typed', async () => {
      const parts = page.getByRole('spinbutton', { name: new RegExp(`${t('calendar.date')}$`) })
      await parts.last().focus()
      await page.keyboard.type('2027')
      await expect(page).toHaveURL(/date=2027-/)
      await page.goto(`/campaigns/calendar?date=${date}&zone=UTC&drafts=true`)
      await expect(draft).toBeVisible()
    })

    await test.step('by keyboard, and back again', async () => {
      await markOf(scheduled).focus()
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowUp')
      await draft.focus()
      await page.keyboard.press('Alt+ArrowRight')
      await page.keyboard.press('Alt+ArrowDown')
      const bar = page.getByRole('status').filter({ hasText: draftOf[locale] })
      await expect(bar.getByRole('button', { name: t('calendar.move.do') })).toBeVisible()
      expect(await triggerOf(locale)).toBe(local(-1, 10))
      await page.keyboard.press('Enter')
      await expect.poll(() => triggerOf(locale)).toBe(local(0, 11))
      await expect(draft).toBeFocused()
      await page.getByRole('button', { name: t('common.undo') }).click()
      await expect.poll(() => triggerOf(locale)).toBe(local(-1, 10))
    })

    await test.step('by drag, to another day and hour', async () => {
      await expect(draft).toHaveAttribute('data-item', new RegExp(`${local(-1, 10)}$`))
      await drag(page, draft, 2, 96)
      await expect.poll(() => triggerOf(locale)).toBe(local(1, 12))
      await expect(draft).toHaveAttribute('data-item', new RegExp(`${local(1, 12)}$`))
    })

    await test.step('to a time that is typed', async () => {
      await draft.click()
      const details = page.getByRole('dialog', { name: draftOf[locale] })
      await expect(details.getByText(t('status.draft'))).toBeVisible()
      await looks()
      await details.getByRole('button', { name: t('calendar.move') }).click()
      const dialog = page.getByRole('dialog', { name: t('calendar.move.title', { name: draftOf[locale] }) })
      await dialog.getByRole('spinbutton').first().focus()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.press('ArrowUp')
      await dialog.getByRole('button', { name: t('calendar.move.do') }).click()
      await expect.poll(() => triggerOf(locale)).toBe(local(1, 13))
    })

    await lays(page, t, fairOf[locale])
    await expect(markOf(fairOf[locale])).toBeVisible()

    await choose(page.getByRole('radio', { name: t('calendar.view.month') }))
    await expect(page).toHaveURL(/view=month/)
    for (const name of [scheduled, draftOf[locale], fairOf[locale]])
      await expect(markOf(name).first()).toBeVisible()
    await looks()

    await test.step('in one’s own calendar', async () => {
      await page.getByRole('button', { name: t('calendar.menu') }).click()
      await page.getByRole('menuitem', { name: t('calendar.feed.title') }).click()
      const dialog = page.getByRole('dialog', { name: t('calendar.feed.title') })
      await dialog
        .getByRole('button', { name: new RegExp(`${t('calendar.feed.create')}|${t('calendar.feed.renew')}`) })
        .click()
      const address = dialog.getByRole('textbox', { name: t('calendar.feed.address') })
      await expect(address).toHaveValue(/\/calendar\/.+\.ics$/)
      const feed = await fetch(await address.inputValue())
      expect(feed.headers.get('content-type')).toContain('text/calendar')
      expect(await feed.text()).toContain(`SUMMARY:${scheduled}`)
      await dialog.getByRole('button', { name: t('calendar.feed.revoke') }).click()
      await page
        .getByRole('alertdialog', { name: t('calendar.feed.revoke.title') })
        .getByRole('button', { name: t('calendar.feed.revoke') })
        .click()
      await expect(dialog.getByRole('button', { name: t('calendar.feed.create') })).toBeVisible()
      expect((await fetch(feed.url)).status).toBe(404)
      await dialog.getByRole('button', { name: t('common.close') }).click()
    })

    await page.setViewportSize({ width: 390, height: 844 })
    await expect(markOf(scheduled)).toBeVisible()
    await looks()
    expect(watched.faults).toEqual([])
  })

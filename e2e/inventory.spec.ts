import { expect, test } from '@playwright/test'
import { type Locale, locales } from '../packages/web/src/messages/index.ts'
import { aProduct, demoConfiguration, make, type Product } from './product.ts'
import { aScreen, openDialog } from './screen.ts'

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
})
test.afterAll(() => product?.close())

const names: Record<Locale, { folder: string; view: string; campaigns: [string, string, string] }> = {
  en: { folder: 'Winter', view: 'What ended', campaigns: ['Coats', 'Gloves', 'Hats'] },
  fr: { folder: 'Été', view: 'Ce qui est fini', campaigns: ['Maillots', 'Parasols', 'Sandales'] },
}

/** A campaign that was live and is stopped. */
async function anEnded(name: string) {
  const definition = {
    channelConfigurationId: await demoConfiguration(product, 'transactional'),
    content: { subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' },
  }
  const of = { kind: 'api_triggered', category: 'transactional' }
  const { id } = await make(product, '/v1/campaigns', { ...of, name, definition })
  for (const command of ['activate', 'stop']) {
    const answer = await product.api('POST', `/v1/campaigns/${id}/${command}`)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  }
}

for (const locale of locales)
  test(`campaigns are put in a folder, archived together and brought back, and looked at through a view (${locale})`, async ({
    browser,
  }) => {
    const { folder, view, campaigns } = names[locale]
    for (const name of campaigns) await anEnded(name)
    const id = await demoConfiguration(product, 'transactional')
    const path = `/v1/channel-configurations/${id}`
    const { name: configuration } = (await product.api<{ name: string }>('GET', path)).body
    const { page, t, watched, looks } = await aScreen(browser, product, { locale })
    const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter')
    const row = (name: string) => page.getByRole('link', { name, exact: true })
    const everyRow = page.getByRole('checkbox', { name: t('grid.select.all') })
    const undo = () => page.getByRole('button', { name: t('common.undo') }).press('Enter')
    const counted = (count: number) =>
      expect(page.getByText(t('inventory.total', { count }), { exact: true })).toBeVisible()

    await page.goto('/campaigns?status=%5B%22stopped%22%5D')
    await expect(row(campaigns[0])).toBeVisible()
    await press(t('folders.create'))
    await page.getByRole('textbox', { name: t('folders.name') }).fill(folder)
    await page.keyboard.press('Enter')
    await expect(page.getByText(t('folders.nothing.body'))).toBeVisible()
    await looks()

    const rail = page.getByRole('navigation', { name: t('folders.title') })
    await rail.getByRole('link', { name: t('folders.all') }).press('Enter')
    for (const name of campaigns)
      await page.getByRole('checkbox', { name: t('grid.select', { name }), exact: true }).press('Space')
    await expect(page.getByText(t('bulk.selected', { count: 3 }))).toBeVisible()
    await looks()
    await press(t('bulk.move'))
    const dialog = openDialog(page)
    await dialog.getByRole('button', { name: t('folders.to') }).press('Enter')
    await page.getByRole('option', { name: folder }).press('Enter')
    await dialog.getByRole('button', { name: t('folders.move.submit') }).press('Enter')
    await expect(page.getByText(t('bulk.move.done', { count: 3 }))).toBeVisible()
    // The dialog gives the focus back as it goes.
    await rail.getByRole('link', { name: folder }).click()
    await counted(3)

    await press(t('inventory.further'))
    const picker = page.getByRole('button', { name: t('inventory.filter.configuration') })
    await expect(picker).toBeEnabled()
    await picker.press('Enter')
    await page.getByRole('option', { name: configuration, exact: true }).press('Enter')
    await page.keyboard.press('Escape')
    await expect(
      page.getByText(
        t('inventory.chip', { field: t('inventory.filter.configuration'), value: configuration }),
      ),
    ).toBeVisible()
    await counted(3)
    await looks()
    await page.reload()
    await counted(3)

    await everyRow.press('Space')
    await press(t('bulk.command.archive'))
    const question = page.getByRole('alertdialog', { name: t('bulk.archive.title', { count: 3 }) })
    await question.getByRole('button', { name: t('bulk.command.archive') }).press('Enter')
    await expect(page.getByText(t('bulk.archive.done', { count: 3 }))).toBeVisible()
    await counted(0)
    await looks()
    await undo()
    await counted(3)

    await page.getByRole('button', { name: t('grid.actions', { name: campaigns[0] }) }).press('Enter')
    await page.getByRole('menuitem', { name: t('campaign.command.archive') }).press('Enter')
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('campaign.command.archive') })
      .press('Enter')
    await counted(2)

    await page
      .getByRole('columnheader', { name: t('inventory.column.name') })
      .getByRole('button')
      .press('Enter')
    await page.getByRole('button', { name: t('views.title'), exact: true }).press('Enter')
    await page.getByRole('menuitem', { name: t('views.new') }).press('Enter')
    await page.getByRole('textbox', { name: t('views.name') }).fill(view)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: view, exact: true })).toBeVisible()

    await page.goto('/campaigns?status=%5B%22archived%22%5D')
    await page.getByRole('button', { name: t('grid.actions', { name: campaigns[0] }) }).press('Enter')
    await page.getByRole('menuitem', { name: t('campaign.command.unarchive') }).press('Enter')
    const back = { name: campaigns[0], status: t('status.stopped') }
    await expect(page.getByText(t('campaign.unarchive.done', back))).toBeVisible()

    await page.getByRole('button', { name: t('views.title'), exact: true }).press('Enter')
    await looks()
    await page.getByRole('menuitem', { name: view }).press('Enter')
    await counted(3)
    await expect(page.getByRole('columnheader', { name: t('inventory.column.name') })).toHaveAttribute(
      'aria-sort',
      'ascending',
    )
    await looks()
    expect(watched.faults).toEqual([])
  })

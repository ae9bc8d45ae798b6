import { expect, test } from '@playwright/test'
import { expectSaved, field, writes } from './marketer.ts'
import { aProduct, demoConfiguration, make, type Product } from './product.ts'
import { aScreen, late, openDialog } from './screen.ts'

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
})
test.afterAll(() => product?.close())

const campaign = (name: string) =>
  make(product, '/v1/campaigns', { kind: 'api_triggered', category: 'transactional', name })

test.describe('a list of campaigns whose answer is on its way', () => {
  test('an open menu stays the one of its row when the rows move', async ({ browser }) => {
    for (const name of ['Moving A', 'Moving B']) await campaign(name)
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    await page.goto('/campaigns?q=Moving')
    await expect(page.getByRole('link', { name: 'Moving B', exact: true })).toBeVisible()
    const answer = await late(page, 'GET', /\/v1\/campaigns\?.*sort=name/)
    await page
      .getByRole('columnheader', { name: t('inventory.column.name') })
      .getByRole('button')
      .press('Enter')
    const named = { name: t('grid.actions', { name: 'Moving A' }) }
    await page.getByRole('button', named).press('Enter')
    await expect(page.getByRole('menu', named)).toBeVisible()
    await answer()
    await expect(page.locator('[data-row="0"]')).toContainText('Moving A')
    await expect(page.getByRole('menu', named)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', named)).toBeFocused()

    const fewer = await late(page, 'GET', /\/v1\/campaigns\?.*search=Moving(\+|%20)B/)
    await page.getByRole('searchbox', { name: t('inventory.search') }).fill('Moving B')
    await expect(page).toHaveURL(/q=Moving(\+|%20)B/)
    await page.getByRole('button', named).press('Enter')
    await expect(page.getByRole('menu', named)).toBeVisible()
    await fewer()
    await expect(page.getByRole('menu')).toHaveCount(0)
    await expect(page.getByRole('grid').locator(':focus')).toHaveCount(1)
    expect(watched.faults).toEqual([])
  })

  test('what is ticked and then not listed any more is not meant', async ({ browser }) => {
    for (const name of ['Ticked A', 'Ticked B']) await campaign(name)
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    const row = (name: string) => page.getByRole('link', { name, exact: true })
    await page.goto('/campaigns?q=Ticked')
    await expect(row('Ticked B')).toBeVisible()
    const answer = await late(page, 'GET', /\/v1\/campaigns\?.*search=Ticked(\+|%20)B/)
    await page.getByRole('searchbox', { name: t('inventory.search') }).fill('Ticked B')
    await expect(page).toHaveURL(/q=Ticked(\+|%20)B/)
    await page
      .getByRole('checkbox', { name: t('grid.select', { name: 'Ticked A' }), exact: true })
      .press('Space')
    await expect(page.getByText(t('bulk.selected', { count: 1 }))).toBeVisible()
    // Two match what was asked before, not what is asked now.
    await expect(page.getByRole('button', { name: t('bulk.everything', { count: 2 }) })).toHaveCount(0)
    await answer()
    await expect(row('Ticked A')).toHaveCount(0)
    await expect(row('Ticked B')).toBeVisible()
    await expect(page.getByRole('region', { name: t('bulk.title') })).toHaveCount(0)
    expect(watched.faults).toEqual([])
  })

  test('what is ticked while others are being moved stays ticked; a dialog opened meanwhile stays open', async ({
    browser,
  }) => {
    for (const name of ['Busy A', 'Busy B']) await campaign(name)
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    const row = (name: string) => page.getByRole('button', { name: t('grid.actions', { name }) })
    await page.goto('/campaigns?q=Busy')
    await row('Busy A').press('Enter')
    await page.getByRole('menuitem', { name: t('folders.move') }).press('Enter')
    const answer = await late(page, 'POST', /\/v1\/campaigns\/bulk$/)
    await openDialog(page)
      .getByRole('button', { name: t('folders.move.submit') })
      .press('Enter')
    await page.keyboard.press('Escape')
    await expect(openDialog(page)).toHaveCount(0)
    const box = page.getByRole('checkbox', { name: t('grid.select', { name: 'Busy B' }), exact: true })
    await box.press('Space')
    await expect(box).toBeChecked()
    await row('Busy B').press('Enter')
    await page.getByRole('menuitem', { name: t('inventory.editTags') }).press('Enter')
    const dialog = page.getByRole('dialog', { name: t('inventory.tags.of', { name: 'Busy B' }) })
    await expect(dialog).toBeVisible()
    const listed = page.waitForResponse(/\/v1\/campaigns\?/)
    await answer()
    await (await listed).finished()
    await expect(page.getByText(t('bulk.unchanged', { count: 1 }))).toBeVisible()
    await expect(page.getByRole('grid', { name: t('nav.campaigns'), includeHidden: true })).toHaveAttribute(
      'aria-busy',
      'false',
    )
    const tag = dialog.getByRole('combobox', { name: t('campaign.tags.add') })
    await tag.fill('later')
    await tag.press('Enter')
    await expect(dialog.getByRole('row', { name: 'later' })).toBeVisible()
    await dialog.getByRole('button', { name: t('common.save') }).press('Enter')
    await expect(page.getByText(t('inventory.tags.saved', { name: 'Busy B' }))).toBeVisible()
    await expect(box).toBeChecked()
    expect(watched.faults).toEqual([])
  })

  test('a draft that is thrown away from its row does not come back with the next one', async ({
    browser,
  }) => {
    const { id } = await make(product, '/v1/campaigns', {
      kind: 'api_triggered',
      category: 'transactional',
      name: 'Thrown away',
      definition: {
        channelConfigurationId: await demoConfiguration(product, 'transactional'),
        content: { subject: 'As it is live', html: '<p>Live</p>', text: 'Live' },
      },
    })
    await make(product, `/v1/campaigns/${id}/activate`, undefined)
    await make(product, `/v1/campaigns/${id}/draft`, undefined)
    const screen = await aScreen(browser, product, { locale: 'en' })
    const { page, t, watched } = screen
    const marketer = { ...screen, product, locale: 'en' } as const
    const subject = field(marketer, 'campaign.content.subject')
    await page.goto(`/campaigns/${id}?view=draft&tab=content`)
    await expect(subject).toHaveText('As it is live')
    await writes(marketer, 'campaign.content.subject', 'A bad idea')
    await expectSaved(marketer)
    await page
      .getByRole('link', { name: t('nav.campaigns'), exact: true })
      .first()
      .press('Enter')
    const menu = page.getByRole('button', { name: t('grid.actions', { name: 'Thrown away' }) })
    await menu.press('Enter')
    await page.getByRole('menuitem', { name: t('campaign.command.discard_draft') }).press('Enter')
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('campaign.command.discard_draft') })
      .press('Enter')
    await expect(page.getByText(t('campaign.discard_draft.done'))).toBeVisible()
    await expect(page.getByRole('grid', { name: t('nav.campaigns') })).toHaveAttribute('aria-busy', 'false')
    await menu.press('Enter')
    await page.getByRole('menuitem', { name: t('campaign.command.edit'), exact: true }).press('Enter')
    await page.getByRole('tab', { name: t('campaign.tab.content') }).click()
    await expect(subject).toHaveText('As it is live')
    expect(watched.faults).toEqual([])
  })

  test('of two choices of columns the last one stays', async ({ browser }) => {
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    await page.goto('/campaigns')
    await page.getByRole('button', { name: t('grid.columns') }).press('Enter')
    const column = (id: 'channel' | 'folder') =>
      page.getByRole('menuitemcheckbox', { name: t(`inventory.column.${id}`) })
    const answer = await late(page, 'PATCH', /\/v1\/session\/preferences$/, 1)
    await column('channel').press('Space')
    await expect(column('channel')).toBeChecked()
    const last = page.waitForResponse((one) => /folder/.test(one.request().postData() ?? ''))
    await column('folder').press('Space')
    await expect(column('folder')).toBeChecked()
    await answer()
    await last
    await page.reload()
    await page.getByRole('button', { name: t('grid.columns') }).press('Enter')
    await expect(column('channel')).toBeChecked()
    await expect(column('folder')).toBeChecked()
    expect(watched.faults).toEqual([])
  })
})

test.describe('an API client', () => {
  const titled = { id: 'admin.clients.secret.title' } as const

  test('is made once, however often Enter is pressed, and its secret is shown although the dialog was closed', async ({
    browser,
  }) => {
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    await page.goto('/admin/clients')
    await page.getByRole('button', { name: t('admin.clients.create') }).press('Enter')
    const name = openDialog(page).getByRole('textbox', { name: t('admin.clients.name') })
    await name.fill('Pressed twice')
    const answer = await late(page, 'POST', /\/v1\/api-clients$/)
    await name.press('Enter')
    await name.press('Enter')
    await page.keyboard.press('Escape')
    await expect(name).toHaveCount(0)
    await answer()
    const secret = page.getByRole('dialog', { name: t(titled.id, { name: 'Pressed twice' }) })
    await expect(secret).toBeVisible()
    await secret.getByRole('button', { name: t('admin.clients.secret.done') }).press('Enter')
    await expect(openDialog(page)).toHaveCount(0)
    const { body } = await product.api<{ items: { name: string }[] }>('GET', '/v1/api-clients')
    expect(body.items.filter((one) => one.name === 'Pressed twice')).toHaveLength(1)
    expect(watched.faults).toEqual([])
  })

  test('has its new secret shown, also when another is renewed before the answer', async ({ browser }) => {
    for (const name of ['Kiosk', 'Till'])
      await make(product, '/v1/api-clients', { name, scopes: ['executions:read'] })
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    await page.goto('/admin/clients')
    const answer = await late(page, 'POST', /\/rotate$/)
    for (const name of ['Kiosk', 'Till']) {
      await page.getByRole('button', { name: t('grid.actions', { name }) }).press('Enter')
      await page.getByRole('menuitem', { name: t('admin.clients.rotate') }).press('Enter')
      await page
        .getByRole('alertdialog', { name: t('admin.clients.rotate.title', { name }) })
        .getByRole('button', { name: t('admin.clients.rotate') })
        .press('Enter')
      await expect(page.getByRole('alertdialog')).toHaveCount(0)
    }
    await answer()
    const title = openDialog(page).getByRole('heading', { level: 2 })
    const shown: string[] = []
    for (let i = 0; i < 2; i++) {
      await expect(title).not.toHaveText(shown[0] ?? '')
      shown.push((await title.textContent()) ?? '')
      await openDialog(page)
        .getByRole('button', { name: t('admin.clients.secret.done') })
        .press('Enter')
    }
    await expect(openDialog(page)).toHaveCount(0)
    expect(shown.sort()).toEqual(['Kiosk', 'Till'].map((name) => t('admin.clients.secret.title', { name })))
    expect(watched.faults).toEqual([])
  })
})

test.describe('what is typed while it is being saved stays to be saved', () => {
  test('in the pages of the preference centre', async ({ browser }) => {
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    await page.goto('/admin/consent?tab=pages')
    const name = page.getByRole('textbox', { name: t('consent.brand.name'), exact: true })
    const save = page.getByRole('button', { name: t('common.save'), exact: true })
    await name.fill('Chapp')
    const answer = await late(page, 'PUT', /\/v1\/preference-centre$/)
    await save.press('Enter')
    await name.press('End')
    await page.keyboard.type('e & Co')
    await answer()
    await expect(page.getByText(t('consent.pages.saved')).first()).toBeVisible()
    await expect(name).toHaveValue('Chappe & Co')
    await expect(save).toBeEnabled()
    await save.press('Enter')
    await expect(save).toBeDisabled()
    await page.reload()
    await expect(name).toHaveValue('Chappe & Co')
    expect(watched.faults).toEqual([])
  })

  test('in a channel configuration', async ({ browser }) => {
    const { id } = await make(product, '/v1/channel-configurations', {
      name: 'Slow',
      category: 'marketing',
      settings: { senderName: 'Late', senderEmail: 'late@shop.example' },
      provider: { kind: 'inbox', config: {} },
    })
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    await page.goto(`/admin/configurations/${id}`)
    const sender = page.getByRole('textbox', { name: t('admin.settings.senderName'), exact: true })
    const save = page.getByRole('button', { name: t('common.save'), exact: true })
    await sender.fill('Later')
    const answer = await late(page, 'PUT', /\/v1\/channel-configurations\//)
    await save.press('Enter')
    await sender.press('End')
    await page.keyboard.type(' still')
    await answer()
    await expect(page.getByText(t('admin.configuration.saved', { name: 'Slow' }))).toBeVisible()
    await expect(sender).toHaveValue('Later still')
    await save.press('Enter')
    await expect(save).toBeDisabled()
    await page.reload()
    await expect(sender).toHaveValue('Later still')
    expect(watched.faults).toEqual([])
  })

  test('in language settings', async ({ browser }) => {
    const { id } = await make(product, '/v1/language-settings', {
      name: 'Slow',
      locales: ['en', 'fr'],
      defaultLocale: 'en',
    })
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    await page.goto(`/admin/languages/${id}`)
    const name = page.getByRole('textbox', { name: t('languages.name'), exact: true })
    const save = page.getByRole('button', { name: t('common.save'), exact: true })
    await name.fill('Slower')
    const answer = await late(page, 'PUT', /\/v1\/language-settings\//)
    await save.press('Enter')
    await name.press('End')
    await page.keyboard.type(' still')
    await answer()
    await expect(page.getByText(t('languages.saved', { name: 'Slower' }), { exact: true })).toBeVisible()
    await expect(name).toHaveValue('Slower still')
    await save.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Slower still' })).toBeVisible()
    expect(watched.faults).toEqual([])
  })

  test('in the default calling code', async ({ browser }) => {
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    await page.goto('/admin/identity-namespaces')
    const code = page.getByRole('textbox', { name: t('namespaces.code'), exact: true })
    const save = page.getByRole('button', { name: t('common.save'), exact: true })
    await code.fill('3')
    await page.keyboard.type('3')
    const answer = await late(page, 'PUT', /\/v1\/identity-settings$/)
    await code.press('Enter')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('2')
    await answer()
    await expect(page.getByText(t('namespaces.code.saved'))).toBeVisible()
    await expect(code).toHaveValue('32')
    await expect(code).toBeFocused()
    await save.press('Enter')
    await expect(save).toHaveCount(0)
    await page.reload()
    await expect(code).toHaveValue('32')
    expect(watched.faults).toEqual([])
  })
})

test.describe('what was chosen last is shown and kept', () => {
  test('by a switch, which keeps the focus', async ({ browser }) => {
    const identities = [{ namespace: 'email', value: 'late@example.com' }]
    const { id } = await make(product, '/v1/profiles', { identities, attributes: {} })
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    await page.goto(`/profiles/${id}`)
    const mark = page.getByRole('switch', { name: t('profiles.test') })
    await expect(mark).not.toBeChecked()
    const answer = await late(page, 'PUT', /\/v1\/profiles\/[^/]+\/test$/)
    await mark.press('Space')
    await expect(mark).toBeChecked()
    await expect(mark).toBeFocused()
    await page.keyboard.press('Space')
    await expect(mark).not.toBeChecked()
    await answer()
    await expect(page.getByText(t('profiles.test.unmarked'))).toBeVisible()
    await expect(mark).not.toBeChecked()
    await expect(mark).toBeFocused()
    await page.reload()
    await expect(mark).not.toBeChecked()
    expect(watched.faults).toEqual([])
  })

  test('by the switch of the allow list', async ({ browser }) => {
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    await page.goto('/admin/suppressions?tab=allowed')
    const list = page.getByRole('switch', { name: t('admin.allowed.switch') })
    const answer = await late(page, 'PATCH', /\/v1\/suppression-settings$/)
    await expect(list).toBeEnabled()
    await list.press('Space')
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('admin.allowed.switch.on.action') })
      .press('Enter')
    await expect(list).toBeFocused()
    await expect(list).toBeChecked()
    await answer()
    await expect(page.getByText(t('admin.allowed.turnedOn'), { exact: true })).toBeVisible()
    await expect(list).toBeFocused()
    await expect(list).toBeChecked()
    expect(watched.faults).toEqual([])
    await product.api('PATCH', '/v1/suppression-settings', { allowListActive: false })
  })

  test('by topics that are moved one after the other', async ({ browser }) => {
    for (const key of ['late-one', 'late-two', 'late-three'])
      await make(product, '/v1/topics', {
        key,
        name: { en: key, fr: key },
        channels: ['email'],
        doubleOptIn: false,
      })
    const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
    await page.goto('/admin/topics')
    const list = page.getByRole('grid', { name: t('topics.list') })
    const rows = list.getByRole('row')
    await list.getByRole('row', { name: /late-one/ }).focus()
    const answer = await late(page, 'POST', /\/v1\/topics\/order$/)
    await page.keyboard.press('Alt+ArrowDown')
    await expect(rows.nth(1)).toContainText('late-one')
    await page.keyboard.press('Alt+ArrowDown')
    await expect(rows.nth(2)).toContainText('late-one')
    const last = page.waitForResponse((one) => /late-one"\]/.test(one.request().postData() ?? ''))
    await answer()
    await last
    await expect(rows.nth(2)).toContainText('late-one')
    await page.reload()
    await expect(rows.nth(2)).toContainText('late-one')
    expect(watched.faults).toEqual([])
  })
})

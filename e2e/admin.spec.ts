import { randomUUID } from 'node:crypto'
import { type Browser, expect, test } from '@playwright/test'
import { fakeRelay } from '../packages/server/src/channels/email/testing/fake-relay.ts'
import type { Locale, MessageId } from '../packages/web/src/messages/index.ts'
import { aProduct, type Product } from './product.ts'
import { aScreen, expectAccessible, expectWords, openDialog, type Screen } from './screen.ts'

let product: Product
test.beforeAll(async () => {
  product = await aProduct({ CHAPPE_ALLOW_PRIVATE_NETWORK: '1' })
})
test.afterAll(() => product?.close())

type Administrator = Screen

async function anAdministrator(browser: Browser, locale: Locale, path: string): Promise<Administrator> {
  const screen = await aScreen(browser, product, { locale })
  await screen.page.goto(path)
  return screen
}

const button = ({ page, t }: Administrator, id: MessageId) =>
  page.getByRole('button', { name: t(id), exact: true })

/** Opens the menu of a row and chooses from it. */
async function chooses({ page, t }: Administrator, row: string, command: MessageId) {
  await page.getByRole('button', { name: t('grid.actions', { name: row }) }).click()
  await page.getByRole('menuitem', { name: t(command) }).click()
}

test.describe('a channel configuration', () => {
  test('is made field by field, tested against what the relay really says, activated, deactivated', async ({
    browser,
  }) => {
    const relay = await fakeRelay({
      offers: ['PIPELINING', '8BITMIME', 'AUTH PLAIN'],
      username: 'shop',
      password: 'an-open-sesame',
      script: { rcpt: () => '550 5.7.1 Not from here, said the relay' },
    })
    const a = await anAdministrator(browser, 'fr', '/admin/configurations')
    const { page, t, watched } = a
    const field = (label: string) => page.getByRole('textbox', { name: label, exact: true })
    await button(a, 'admin.configuration.create').click()

    await button(a, 'common.save').click()
    await expect(page.getByText(t('admin.fault.name'))).toBeVisible()
    await expect(field(t('admin.name'))).toBeFocused()
    await expectAccessible(page)

    await field(t('admin.name')).fill('Our-relay')
    await field(t('admin.settings.senderEmail')).fill('nobody')
    await button(a, 'common.save').click()
    await expect(page.getByText(t('admin.fault.email'))).toBeVisible()
    await field(t('admin.settings.senderEmail')).fill('orders@shop.example')
    await page.getByRole('button', { name: t('admin.provider') }).click()
    await page.getByRole('option', { name: /SMTP/ }).click()
    watched.allow(422, /\/actions\/activate$/)
    await button(a, 'common.save').click()
    await button(a, 'admin.activate').click()
    await expect(page.getByRole('heading', { name: t('problem.configuration/not-ready') })).toBeVisible()
    await expect(field('Hôte')).toHaveAttribute('aria-invalid', 'true')
    await expectAccessible(page)
    await field('Hôte').fill('127.0.0.1')
    await field('Port').fill(String(relay.port))
    await page.getByRole('button', { name: 'Chiffrement' }).click()
    await page.getByRole('option', { name: t('admin.option.none') }).click()
    await field('Identifiant').fill('shop')
    await page.getByLabel('Mot de passe').fill('an-open-sesame')
    await button(a, 'common.save').click()
    await expect(page.getByText(t('admin.configuration.saved', { name: 'Our-relay' }))).toBeVisible()
    await expect(page.getByLabel('Mot de passe')).toHaveValue('')
    await expect(page.getByText(t('admin.secret.stored'))).toBeVisible()
    expect(await page.content()).not.toContain('an-open-sesame')

    await button(a, 'admin.test.send').click()
    await expect(page.getByText(t('admin.outcome.refused'))).toBeVisible()
    await expect(
      page.getByRole('code').filter({ hasText: '550 5.7.1 Not from here, said the relay' }),
    ).toBeVisible()
    await expectAccessible(page)
    await expectWords(page)

    await button(a, 'admin.activate').click()
    await expect(button(a, 'admin.deactivate')).toBeVisible()
    await button(a, 'admin.deactivate').click()
    await expect(page.getByText(t('admin.status.inactive'), { exact: true })).toBeVisible()
    await expectAccessible(page)
    expect(watched.faults).toEqual([])
    await relay.close()
  })

  test('of the built-in Inbox tells that the test arrived, and it has', async ({ browser }) => {
    const a = await anAdministrator(browser, 'en', '/admin/configurations')
    const { page, t, watched } = a
    await page.getByRole('grid').getByRole('link').first().click()
    await page.getByRole('textbox', { name: t('admin.test.to'), exact: true }).fill('ada@example.com')
    await button(a, 'admin.test.send').click()
    await expect(page.getByText(t('admin.outcome.accepted'))).toBeVisible()
    const { body } = await product.api<{ items: unknown[] }>('GET', '/v1/inbox?to=ada@example.com')
    expect(body.items).toHaveLength(1)
    expect(watched.faults).toEqual([])
  })
})

test('an API client shows its secret once; a new secret replaces it; revoked, it is shut out at once', async ({
  browser,
}) => {
  const a = await anAdministrator(browser, 'en', '/admin/clients')
  const { page, t, watched } = a
  await button(a, 'admin.clients.create').click()
  const dialog = openDialog(page)
  await dialog.getByRole('button', { name: t('inventory.create.submit') }).click()
  await expect(dialog.getByText(t('admin.clients.name.missing'))).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('textbox', { name: t('admin.clients.name') }).fill('Online shop')
  await dialog.getByRole('button', { name: t('inventory.create.submit') }).click()

  const shown = async () => {
    await expect(dialog.getByText(t('admin.clients.secret.once'))).toBeVisible()
    await expectAccessible(page)
    const [id, secret] = await dialog.getByRole('code').allTextContents()
    await dialog.getByRole('button', { name: t('admin.clients.secret.done') }).click()
    await expect(dialog).toBeHidden()
    return { id: id!, secret: secret! }
  }
  const tokenFor = async ({ id, secret }: { id: string; secret: string }) => {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
    })
    const answer = await fetch(`${product.url}/ims/token/v3`, { method: 'POST', body: form })
    return { status: answer.status, ...((await answer.json()) as { access_token?: string }) }
  }
  /** 404 is the answer to somebody who may ask: there is no such execution. */
  const callWith = async (id: string, token: string | undefined) => {
    const headers = { ...(await product.headers()), authorization: `Bearer ${token}`, 'x-api-key': id }
    return (await fetch(`${product.url}/v1/executions/${randomUUID()}`, { headers })).status
  }

  const first = await shown()
  const { access_token: token } = await tokenFor(first)
  expect(await callWith(first.id, token)).toBe(404)
  await page.reload()
  await expect(page.getByRole('row').filter({ hasText: 'Online shop' })).toBeVisible()
  expect(await page.content()).not.toContain(first.secret)

  await chooses(a, 'Online shop', 'admin.clients.rotate')
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('admin.clients.rotate') })
    .click()
  const second = await shown()
  expect(second.id).toBe(first.id)
  expect((await tokenFor(first)).status).toBeGreaterThanOrEqual(400)
  expect((await tokenFor(second)).status).toBe(200)

  await chooses(a, 'Online shop', 'admin.clients.revoke')
  await expectAccessible(page)
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('admin.clients.revoke') })
    .click()
  await expect(
    page.getByRole('row').filter({ hasText: 'Online shop' }).getByText(t('admin.clients.revoked')),
  ).toBeVisible()
  expect(await callWith(first.id, token)).toBe(401)
  expect((await tokenFor(second)).status).toBeGreaterThanOrEqual(400)
  expect(watched.faults).toEqual([])
})

test('the suppression list takes an entry, finds it, gives it up, and takes it back', async ({ browser }) => {
  const a = await anAdministrator(browser, 'fr', '/admin/suppressions')
  const { page, t, watched } = a
  // The empty list offers it, too.
  await button(a, 'admin.suppressions.add').first().click()
  const dialog = openDialog(page)
  await expect(dialog.getByRole('textbox', { name: t('admin.suppressions.address') })).toBeFocused()
  await page.keyboard.type('nobody')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(t('admin.suppressions.address.wrong'))).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('textbox', { name: t('admin.suppressions.address') }).fill('Gone@Example.com')
  await dialog
    .getByRole('textbox', { name: t('admin.suppressions.comment') })
    .fill('A demandé à ne plus rien recevoir')
  await dialog.getByRole('button', { name: t('admin.suppressions.add.submit') }).click()

  const row = page.getByRole('row').filter({ hasText: 'gone@example.com' })
  await expect(row).toContainText('A demandé à ne plus rien recevoir')
  await page.getByRole('searchbox', { name: t('admin.suppressions.search') }).fill('elsewhere')
  await expect(page.getByText(t('admin.suppressions.noResult'))).toBeVisible()
  await page.getByRole('searchbox', { name: t('admin.suppressions.search') }).fill('gone@')
  await expect(row).toBeVisible()
  await expectAccessible(page)

  await chooses(a, 'gone@example.com', 'admin.suppressions.remove')
  // Toasts are of this role too; the question is the one that is a section.
  const sure = page.locator('section[role="alertdialog"]')
  await sure.getByRole('button', { name: t('admin.suppressions.remove') }).click()
  await expect(sure).toBeHidden()
  await expect(row).toHaveCount(0)
  await button(a, 'common.undo').click()
  await expect(row).toContainText('A demandé à ne plus rien recevoir')
  expect(watched.faults).toEqual([])
})

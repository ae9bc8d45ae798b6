import { readFileSync, writeFileSync } from 'node:fs'
import { type Browser, expect, type Locator, test } from '@playwright/test'
import type { Locale, MessageId } from '../packages/web/src/messages/index.ts'
import { aProduct, type Product, until } from './product.ts'
import { aScreen, late, picks, type Screen, type Watch } from './screen.ts'

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
})
test.afterAll(() => product.close())

type Clerk = Screen

async function aClerk(browser: Browser, locale: Locale, width: number): Promise<Clerk> {
  return aScreen(browser, product, { locale, width })
}

const button = ({ page, t }: Clerk, id: MessageId) => page.getByRole('button', { name: t(id), exact: true })

/** The heading of what is shown now; it has the focus, so that a keyboard or a screen reader goes on from there. */
async function arrivesAt({ page, t }: Clerk, id: MessageId, values?: Record<string, number>) {
  const heading = page.getByRole('heading', { level: 2, name: t(id, values), exact: true })
  await expect(heading).toBeFocused({ timeout: 60_000 })
}

/** Goes on with the Tab key until something has the focus, as somebody without a mouse does. */
async function tabsTo({ page }: Clerk, target: Locator) {
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element.matches(':focus'))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The Tab key does not lead to ${target}`)
}

async function pressesByKeyboard(clerk: Clerk, id: MessageId) {
  await tabsTo(clerk, button(clerk, id))
  await clerk.page.keyboard.press('Enter')
}

/** Without the requests that the test itself made fail. */
const faultsOf = ({ faults }: Watch) => faults.filter((fault) => !fault.includes('ERR_FAILED'))

/** The number beside its name. */
const count = ({ page, t }: Clerk, id: MessageId) =>
  page
    .locator('dl > div')
    .filter({ hasText: t(id) })
    .locator('dd')

interface Found {
  items: { id: string; attributes: Record<string, unknown> }[]
}

async function profileOf(email: string) {
  const { body } = await product.api<Found>('GET', `/v1/profiles?identity=${encodeURIComponent(email)}`)
  return body.items[0]
}

/** Bytes as older spreadsheets write them. */
const windows1252 = (text: string) =>
  Buffer.from(text.replaceAll('œ', '\x9c').replaceAll('€', '\x80').replaceAll('’', '\x92'), 'latin1')

const french = windows1252(
  [
    'E-mail;Prénom;Nom;Ville;Points de fidélité;Inscrit le;Accord e-mail;Remarque',
    'zoe@import.test;Zoé;Lefèvre;Besançon;1 250,5;03/04/2021;oui;"Préfère ""le matin"" ; l’après-midi aussi"',
    'ada@import.test;Ada;Cœur;Nîmes;10;12/12/2019;oui;',
    'pas une adresse;Luc;Dupont;Lyon;10;12/12/2019;oui;',
    'noe@import.test;Noé;Dupré;Lyon;beaucoup;12/12/2019;oui;',
    '',
    ';Anne;Sans adresse;Lyon;10;12/12/2019;oui;',
    'eve@import.test;Ève;Dubœuf;Lyon;10;31/02/2020;oui;"deux',
    'lignes"',
    'ZOE@import.test ;Zoé;Lefèvre;Orléans;1 250,5;03/04/2021;oui;',
    'max@import.test;Max;Müller;Lyon;10;12/12/2019;peut-être;',
    'ida@import.test;Ida;Noël;Lyon;;12/12/2019;non;100 €',
  ].join('\r\n'),
)

test('a French file with semicolons, old accents and dirty lines is prepared by keyboard, tried, and imported', async ({
  browser,
}) => {
  const clerk = await aClerk(browser, 'fr', 1280)
  const { page, t, watched } = clerk
  const ada = await product.api<{ id: string }>('POST', '/v1/profiles', {
    identities: [{ namespace: 'email', value: 'ada@import.test' }],
    attributes: { person: { name: { firstName: 'Ada' } } },
  })
  const refusal = { choices: [{ channel: 'email', choice: 'out' }] }
  expect((await product.api('PUT', `/v1/profiles/${ada.body.id}/consents`, refusal)).status).toBe(200)

  await test.step('sends the file; a piece that is lost on the way is sent again', async () => {
    await page.goto('/imports')
    await expect(page.getByText(t('imports.empty.body'))).toBeVisible()
    await clerk.looks()
    await tabsTo(clerk, page.getByRole('link', { name: t('imports.new') }).first())
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: t('imports.new') })).toBeFocused()
    await clerk.looks()
    await page.route('**/file?offset=0', (route) => route.abort(), { times: 1 })
    const chooser = page.waitForEvent('filechooser')
    await pressesByKeyboard(clerk, 'imports.choose')
    await (await chooser).setFiles({ name: 'clients.csv', mimeType: 'text/csv', buffer: french })
    await arrivesAt(clerk, 'imports.step.file.title')
  })

  await test.step('sees what the file holds', async () => {
    await expect(page.getByRole('button', { name: t('imports.encoding') })).toContainText('Windows-1252')
    await expect(page.getByRole('button', { name: t('imports.separator') })).toContainText(
      t('imports.separator.semicolon'),
    )
    await expect(page.getByRole('cell', { name: 'Besançon' })).toBeVisible()
    await expect(page.getByRole('cell', { name: 'Préfère "le matin" ; l’après-midi aussi' })).toBeVisible()
    await clerk.looks()
    const encoding = page.getByRole('button', { name: t('imports.encoding') })
    await tabsTo(clerk, encoding)
    const takes = (key: 'Home' | 'End', name: string) =>
      picks(page, encoding, key, page.getByRole('option', { name }))
    // Somebody thinks better of it while the answer is on its way.
    const answer = await late(page, 'GET', /\/preview\?.*encoding=utf-8/)
    await takes('Home', 'UTF-8')
    await expect(encoding).toContainText('UTF-8')
    await expect(page.getByRole('cell', { name: 'Besançon' })).toBeVisible()
    await takes('End', 'Windows-1252')
    await answer()
    await expect(encoding).toContainText('Windows-1252')
    await expect(page.getByRole('cell', { name: 'Besançon' })).toBeVisible()
    // Read otherwise, the accents are wrong at once, and right again.
    await takes('Home', 'UTF-8')
    await expect(page.getByRole('cell', { name: 'Besan\ufffdon' })).toBeVisible()
    await takes('End', 'Windows-1252')
    await expect(page.getByRole('cell', { name: 'Besançon' })).toBeVisible()
    await pressesByKeyboard(clerk, 'imports.next')
    await arrivesAt(clerk, 'imports.step.columns.title')
  })

  const becomes = (name: string) =>
    page.getByRole('combobox', { name: t('imports.columns.becomes.label', { name }), exact: true })
  const chooses = async (column: string, typed: string, chosen: string) => {
    await tabsTo(clerk, becomes(column))
    await page.keyboard.type(typed)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(becomes(column)).toHaveValue(chosen)
  }

  await test.step('says what the columns are', async () => {
    await expect(becomes('E-mail')).toHaveValue('E-mail')
    await expect(becomes('Prénom')).toHaveValue('Prénom')
    await expect(becomes('Ville')).toHaveValue('Ville')
    await expect(becomes('Points de fidélité')).toHaveValue('Points de fidélité')
    await expect(becomes('Accord e-mail')).toHaveValue(t('imports.target.consent', { channel: 'E-mail' }))
    await clerk.looks()
    await chooses('E-mail', 'ignorer', t('imports.target.ignore'))
    await expect(page.getByText(t('imports.fault.noIdentity'))).toBeVisible()
    await expect(page.getByRole('button', { name: t('imports.step.how') })).toBeDisabled()
    await chooses('E-mail', 'email', 'E-mail')
    await expect(page.getByText(t('imports.fault.noIdentity'))).toHaveCount(0)
    await chooses('Inscrit le', 'customer.since', 'customer.since')
    // One day that no month has makes a text of it, until somebody says better.
    const read = page.getByRole('button', { name: t('imports.columns.type.label', { name: 'Inscrit le' }) })
    await tabsTo(clerk, read)
    await picks(page, read, 'd', page.getByRole('option', { name: t('imports.type.date'), exact: true }))
    await expect(read).toContainText(t('imports.type.date'))
    await chooses('Remarque', 'note', 'note')
    await clerk.looks()
    await pressesByKeyboard(clerk, 'imports.next')
    await arrivesAt(clerk, 'imports.step.how.title')
  })

  await test.step('keeps what people have chosen, and is warned of the contrary', async () => {
    await clerk.looks()
    await tabsTo(clerk, page.getByRole('radio', { name: t('imports.consents.keep') }))
    await page.keyboard.press('ArrowDown')
    await expect(page.getByText(t('imports.consents.warning'))).toBeVisible()
    await clerk.looks()
    await page.keyboard.press('ArrowUp')
    await expect(page.getByText(t('imports.consents.warning'))).toHaveCount(0)
    await pressesByKeyboard(clerk, 'imports.next')
    await arrivesAt(clerk, 'imports.step.summary.title')
    await clerk.looks()
  })

  await test.step('tries without writing', async () => {
    await pressesByKeyboard(clerk, 'imports.try')
    await arrivesAt(clerk, 'imports.tried')
    await expect(count(clerk, 'imports.trial.created')).toHaveText('2')
    await expect(count(clerk, 'imports.count.failed')).toHaveText('5')
    await clerk.looks()
    expect(await profileOf('zoe@import.test')).toBeUndefined()
  })

  await test.step('imports', async () => {
    await pressesByKeyboard(clerk, 'imports.run')
    await arrivesAt(clerk, 'imports.done', { count: 3 })
    await expect(count(clerk, 'imports.count.read')).toHaveText('9')
    await expect(count(clerk, 'imports.count.created')).toHaveText('2')
    await expect(count(clerk, 'imports.count.changed')).toHaveText('1')
    await expect(count(clerk, 'imports.count.duplicates')).toHaveText('1')
    await expect(count(clerk, 'imports.count.failed')).toHaveText('5')
    await expect(page.getByRole('row', { name: /pas une adresse/ })).toContainText(
      t('imports.reason.noAddress'),
    )
    await clerk.looks()
  })

  await test.step('reads which lines were left out, and why', async () => {
    const download = page.waitForEvent('download')
    await tabsTo(clerk, page.getByRole('link', { name: t('imports.errors.file') }))
    await page.keyboard.press('Enter')
    const file = readFileSync(await (await download).path(), 'utf8')
    expect([...file.matchAll(/^(\d+),/gm)].map(([, line]) => Number(line))).toEqual([4, 5, 7, 8, 11])
    expect(file).toContain('Dupré')
  })

  await test.step('finds the people, with their accents, and with what they had chosen', async () => {
    expect(await profileOf('zoe@import.test')).toMatchObject({
      attributes: {
        person: { name: { firstName: 'Zoé', lastName: 'Lefèvre' } },
        homeAddress: { city: 'Orléans' },
        loyalty: { points: 1250.5 },
        customer: { since: '2021-04-03' },
        note: 'Préfère "le matin" ; l’après-midi aussi',
      },
    })
    expect(await profileOf('ida@import.test')).toMatchObject({
      attributes: { person: { name: { lastName: 'Noël' } }, note: '100 €' },
    })
    const { body } = await product.api<{ consents: unknown[] }>('GET', `/v1/profiles/${ada.body.id}`)
    expect(body).toMatchObject({
      attributes: { person: { name: { lastName: 'Cœur' } } },
      consents: [expect.objectContaining({ channel: 'email', choice: 'out' })],
    })
  })

  await test.step('on a phone, in the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await clerk.looks()
    await page.goto('/imports')
    await expect(page.getByRole('grid')).toContainText('clients.csv')
    await clerk.looks()
  })
  expect(faultsOf(watched)).toEqual([])
})

test('a long file of JSON lines is cancelled on its way and goes on from there', async ({ browser }) => {
  const people = 120_000
  const clerk = await aClerk(browser, 'en', 1280)
  const { page, t, watched } = clerk
  const lines = Array.from({ length: people }, (_, n) =>
    JSON.stringify({
      identities: [{ namespace: 'crmid', value: `many-${n}` }],
      attributes: { person: { name: { firstName: `Name ${n}` } } },
    }),
  )
  await page.goto('/imports/new')
  const chooser = page.waitForEvent('filechooser')
  await button(clerk, 'imports.choose').click()
  const file = test.info().outputPath('many.ndjson')
  writeFileSync(file, lines.join('\n'))
  await page.route(/offset=[1-9]/, (route) => route.abort())
  await (await chooser).setFiles(file)
  await expect(page.getByText(t('imports.uploading.waiting'))).toBeVisible()
  await clerk.looks()
  await page.unroute(/offset=[1-9]/)

  // The page is gone, and the file with it: chosen again, it goes on from where it was.
  page.on('dialog', (dialog) => dialog.accept())
  await page.reload()
  const again = async (files: string | { name: string; mimeType: string; buffer: Buffer }) => {
    const other = page.waitForEvent('filechooser')
    await button(clerk, 'imports.choose').click()
    await (await other).setFiles(files)
  }
  await again({ name: 'many.ndjson', mimeType: 'text/plain', buffer: Buffer.from('{}') })
  await expect(page.getByRole('alert')).toContainText('many.ndjson')
  await clerk.looks()
  await again(file)
  await arrivesAt(clerk, 'imports.step.file.title')
  await expect(page.getByText('many-0')).toBeVisible()
  await clerk.looks()
  await button(clerk, 'imports.next').click()
  await arrivesAt(clerk, 'imports.step.how.title')
  await button(clerk, 'imports.next').click()
  await arrivesAt(clerk, 'imports.step.summary.title')
  await clerk.looks()

  await button(clerk, 'imports.run').click()
  await arrivesAt(clerk, 'imports.running')
  await button(clerk, 'imports.cancel').click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('imports.cancel') })
    .click()
  await expect(button(clerk, 'imports.resume')).toBeVisible()
  await clerk.looks()
  const id = new URL(page.url()).pathname.split('/').at(-1)
  const get = async () =>
    (await product.api<{ status: string; counts: Record<string, number> }>('GET', `/v1/imports/${id}`)).body
  const cut = await get()
  expect(cut.status).toBe('cancelled')
  expect(cut.counts.read).toBeLessThan(people)
  expect(await profileOfMany(people - 1)).toBeUndefined()

  await button(clerk, 'imports.resume').click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await clerk.looks()
  await until(async () => (await get()).status === 'complete', 'the import is complete', 120)
  await arrivesAt(clerk, 'imports.done', { count: people })
  expect((await get()).counts).toMatchObject({ read: people, created: people, failed: 0, duplicates: 0 })
  expect(await profileOfMany(people - 1)).toMatchObject({
    attributes: { person: { name: { firstName: `Name ${people - 1}` } } },
  })
  await clerk.looks()
  expect(faultsOf(watched)).toEqual([])

  async function profileOfMany(n: number) {
    const { body } = await product.api<Found>('GET', `/v1/profiles?namespace=crmid&identity=many-${n}`)
    return body.items[0]
  }
})

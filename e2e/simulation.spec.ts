import { readFileSync } from 'node:fs'
import { expect, type Locator, test } from '@playwright/test'
import { type Locale, locales, type MessageId } from '../packages/web/src/messages/index.ts'
import { aProduct, type Product, until } from './product.ts'
import {
  aBrowser,
  aScreen,
  choose,
  expectAccessible,
  expectNoOverflow,
  openDialog,
  signIn,
} from './screen.ts'

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
})
test.afterAll(() => product?.close())

/** The reader's language is the content's default one; the other is translated. */
const otherOf: Record<Locale, Locale> = { fr: 'en', en: 'fr' }
const written: Record<Locale, { subject: string; hello: string; button: string }> = {
  en: { subject: 'Your order {{context.order.number}}', hello: 'Thank you', button: 'See the order' },
  fr: { subject: 'Votre commande {{context.order.number}}', hello: 'Merci', button: 'Voir la commande' },
}
const html = ({ hello, button }: (typeof written)[Locale]) =>
  `<h1>${hello} {{profile.person.name.firstName ?: "!"}}</h1>
<p><a href="https://shop.example/{{context.order.number}}">${button}</a></p>`

const file = `name,profile.person.name.firstName,context.order.number
Short,Lou,C1
Long,Maximilienne,C2-with-a-very-long-number
`

interface Inboxed {
  items: { subject: string; html: string; headers: { name: string; value: string }[] }[]
}

for (const locale of locales)
  test(`content is simulated, proofed, translated and sent to each in their language (${locale})`, async ({
    browser,
  }) => {
    test.setTimeout(300_000)
    const other = otherOf[locale]
    const proofed = `proof-${locale}@example.com`
    const reader = `reader-${locale}@example.com`
    const id = await aCampaign(locale)
    await aPerson(reader, other)

    const { page, t, watched, looks: good } = await aScreen(browser, product, { locale })
    const button = (name: MessageId, values = {}, within: Locator = page.locator('body')) =>
      within.getByRole('button', { name: t(name, values), exact: true })
    const dialog = openDialog(page)
    const card = (name: string | RegExp) => page.getByRole('article', { name })
    const add = async (kind: MessageId) => {
      await button('simulate.add').click()
      await page.getByRole('menuitem', { name: t(kind), exact: true }).click()
    }

    await test.step('from the editor to the simulation', async () => {
      await page.goto(`/campaigns/${id}?tab=content`)
      await page.getByRole('link', { name: t('simulate.open') }).click()
      await expect(card(t('simulate.proposed'))).toContainText('CH-1042')
      await good()
    })

    await test.step('a profile and values typed by hand stand side by side', async () => {
      await add('simulate.add.profiles')
      await dialog.getByRole('textbox', { name: t('simulate.find.value'), exact: true }).fill(reader)
      await page.keyboard.press('Enter')
      await button('simulate.mark', {}, dialog).click()
      await expect(dialog.getByRole('checkbox', { name: new RegExp(reader) })).toBeVisible()
      await button('simulate.find.take', {}, dialog).click()
      await expectAccessible(page)
      await button('simulate.profiles.add', { count: 1 }, dialog).click()
      await add('simulate.add.typed')
      await dialog.getByRole('textbox', { name: t('simulate.sample.name') }).fill('Typed')
      await dialog.getByRole('textbox', { name: 'order.number', exact: true }).fill('TYPED-7')
      await expectAccessible(page)
      await button('simulate.sample.add', {}, dialog).click()
      await expect(card('Ada Reader')).toBeVisible()
      await expect(card('Typed')).toContainText('TYPED-7')
      await expect(
        page.frameLocator('article:has-text("Ada Reader") iframe').getByRole('heading'),
      ).toHaveText(`${written[locale].hello} Ada`)
      await good()
    })

    await test.step('a CSV file is read, kept as a set, and opened by its link', async () => {
      await add('simulate.add.file')
      await page.locator('input[type=file]').setInputFiles({
        name: 'samples.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(file),
      })
      await expect(dialog.getByText(t('simulate.file.allRead'))).toBeVisible()
      await expectAccessible(page)
      await button('simulate.file.add', { count: 2 }, dialog).click()
      await expect(card('Long')).toContainText('C2-with-a-very-long-number')
      await button('simulate.set.actions').click()
      await page.getByRole('menuitem', { name: t('simulate.set.new') }).click()
      await dialog.getByRole('textbox').fill('Orders')
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/set=/)
      await button('simulate.set.actions').click()
      await page.getByRole('menuitem', { name: t('simulate.set.share') }).click()
      await expect(page.getByText(t('simulate.set.shared'))).toBeVisible()
      const link = String(await page.evaluate('navigator.clipboard.readText()'))
      const guest = await aBrowser(browser, product, { locale: other, width: 390 })
      await signIn(guest, product)
      const theirs = await guest.newPage()
      await theirs.goto(link)
      await expect(theirs.getByRole('article')).toHaveCount(4)
      await expectAccessible(theirs)
      await expectNoOverflow(theirs)
      await guest.close()
    })

    await test.step('the source can be read', async () => {
      // What still moves may move from under the pointer.
      await expect(async () => {
        await choose(page.getByRole('radio', { name: t('simulate.view.source') }))
        await expect(card('Typed')).toContainText('MIME-Version: 1.0', { timeout: 3_000 })
      }).toPass()
      await good()
    })

    await test.step('proofs arrive in the Inbox, marked', async () => {
      await button('proofs.send').click()
      for (const name of ['Ada Reader', 'Short', 'Long'])
        await dialog.getByRole('checkbox', { name, exact: true }).press('Space')
      await dialog.getByRole('textbox', { name: t('proofs.addresses') }).fill(proofed)
      await dialog.getByRole('textbox', { name: t('proofs.prefix') }).fill('[Look!]')
      await expect(dialog.getByText(t('proofs.prefix.wrong'))).toBeVisible()
      await dialog.getByRole('textbox', { name: t('proofs.prefix') }).fill('[BAT] ')
      await expect(dialog.getByText(t('proofs.count', { count: 1, people: 1, locales: 1 }))).toBeVisible()
      await expectAccessible(page)
      await button('proofs.submit', { count: 1 }, dialog).click()
      await expect(page.getByRole('row', { name: proofed })).toContainText(t('proofs.status.submitted'))
      await expect(page.getByText(t('proofs.job.submitted'), { exact: true }).first()).toBeVisible()
      await good()
      const { items } = await inbox(proofed)
      expect(items[0]!.subject).toMatch(/^\[BAT\] .*TYPED-7$/)
      expect(items[0]!.headers.map(({ name }) => name)).toContain('X-Chappe-Proof')
      await page.getByRole('link', { name: t('proofs.inbox') }).click()
      await expect(page.getByRole('list', { name: t('inbox.messages') })).toContainText('[BAT]')
    })

    const settings = `Readers ${locale}`
    await test.step('an administrator groups two languages', async () => {
      await page.goto('/admin/languages/new')
      await page.getByRole('textbox', { name: t('languages.name') }).fill(settings)
      const field = page.getByRole('combobox', { name: t('languages.add') })
      await field.fill(other)
      await page.getByRole('option', { name: new RegExp(` – ${other}$`) }).click()
      await good()
      await button('common.save').click()
      await expect(page.getByRole('heading', { level: 1, name: settings })).toBeVisible()
      await page.goto('/admin/languages')
      await expect(page.getByRole('grid')).toContainText(settings)
      await good()
    })

    const tongue = (tag: Locale) => new Intl.DisplayNames(locale, { type: 'language' }).of(tag)!
    const language = (tag: Locale) => page.getByRole('radio', { name: new RegExp(`^${tongue(tag)}`) })
    await test.step('the campaign takes the languages', async () => {
      await page.goto(`/campaigns/${id}?tab=content`)
      await button('languages.addTo').click()
      await dialog.getByText(settings).click()
      await expectAccessible(page)
      await button('languages.addTo.action', {}, dialog).click()
      await expect(language(locale)).toBeChecked()
      await good()
      await choose(language(other))
      await expect(page.getByText(t('languages.state.empty'))).toBeVisible()
      await button('languages.copy').click()
      await expect(page.getByText(t('languages.state.complete'))).toBeVisible()
      await expectSaved()
      await good()
    })

    await test.step('a translator gets a file and sends it back', async () => {
      await button('languages.more').click()
      await page.getByRole('menuitem', { name: t('languages.export') }).click()
      const json = dialog.getByRole('radio', { name: t('languages.format.json') })
      await json.press('Space')
      await expect(json).toBeChecked()
      await expectAccessible(page)
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        button('languages.export.action', {}, dialog).click(),
      ])
      const exported = JSON.parse(readFileSync((await download.path())!, 'utf8')) as {
        units: { source: string; target: string }[]
      }
      await button('languages.more').click()
      await page.getByRole('menuitem', { name: t('languages.import') }).click()
      await page.locator('input[type=file]').setInputFiles({
        name: 'translated.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(translated(exported, locale))),
      })
      await button('languages.import.action', {}, dialog).click()
      await expect(dialog.getByText(t('languages.import.all'))).toBeVisible()
      await expectAccessible(page)
      await button('common.close', {}, dialog).click()
      await expect(
        page.getByRole('textbox', { name: t('campaign.content.subject'), exact: true }),
      ).toHaveText(written[other].subject)
    })

    await test.step('each language is previewed', async () => {
      const frame = page.frameLocator(`iframe[title="${t('campaign.preview.frame')}"]:not([aria-hidden])`)
      await expect(frame.getByRole('heading')).toContainText(written[other].hello)
      // What still moves may move from under the pointer; to choose it again changes nothing.
      await expect(async () => {
        await choose(language(locale))
        await expect(frame.getByRole('heading')).toContainText(written[locale].hello, { timeout: 3_000 })
      }).toPass({ timeout: 30_000 })
      await page.goto(`/campaigns/${id}/simulate`)
      await expect(card(new RegExp(`Ada Reader.*${tongue(other)}`, 'i'))).toContainText(
        written[other].subject.split(' ')[0]!,
      )
      await page.getByRole('switch', { name: t('simulate.allLocales') }).press('Space')
      await expect(page.getByRole('article')).toHaveCount(8)
      await good()
    })

    await test.step('a call reaches each reader in their own language', async () => {
      expect((await product.api('POST', `/v1/campaigns/${id}/activate`, {})).status).toBe(200)
      const { status } = await product.api('POST', '/ajo/im/executions/unitary', {
        requestId: `simulation-${locale}`,
        campaignId: id,
        recipients: [
          {
            type: 'aep',
            userId: reader,
            namespace: 'email',
            channelData: { emailAddress: reader },
            context: { order: { number: 'REAL-1' } },
          },
        ],
      })
      expect(status).toBe(202)
      const { items } = await until(async () => {
        const found = await inbox(reader)
        return found.items.length > 0 && found
      }, 'the message of the reader')
      expect(items[0]!.subject).toBe(written[other].subject.replace('{{context.order.number}}', 'REAL-1'))
      expect(items[0]!.html).toContain(`${written[other].hello} Ada`)
      expect(items[0]!.html).toContain(written[other].button)
    })
    expect(watched.faults).toEqual([])

    async function expectSaved() {
      await expect(
        page.getByRole('status').filter({ hasText: t('campaign.save.saved', { time: '' }).trim() }),
      ).toBeVisible()
    }
  })

/** What a translator makes of the file: the words of the other language in place of those of this one. */
function translated(exported: { units: { source: string; target: string }[] }, from: Locale) {
  const into = otherOf[from]
  const words = (['subject', 'hello', 'button'] as const).map((key) => [
    written[from][key].split(' {{')[0]!,
    written[into][key].split(' {{')[0]!,
  ])
  return {
    ...exported,
    units: exported.units.map((unit) => {
      const pair = words.find(([source]) => unit.source.includes(source!))
      return { ...unit, target: pair ? unit.source.replace(pair[0]!, pair[1]!) : unit.source }
    }),
  }
}

const inbox = async (to: string): Promise<Inboxed> =>
  (await product.api<Inboxed>('GET', `/v1/inbox?to=${encodeURIComponent(to)}`)).body

async function aPerson(email: string, preferredLanguage: string) {
  const { status } = await product.api('POST', '/v1/profiles', {
    identities: [{ namespace: 'email', value: email }],
    attributes: {
      person: { name: { firstName: 'Ada', lastName: 'Reader' } },
      personalEmail: { address: email },
      preferredLanguage,
    },
  })
  expect(status).toBe(200)
}

async function aCampaign(locale: Locale) {
  const { body: configurations } = await product.api<{ items: { id: string; category: string }[] }>(
    'GET',
    '/v1/channel-configurations',
  )
  const configurationId = configurations.items.find(({ category }) => category === 'transactional')!.id
  const { body: made } = await product.api<{ id: string }>('POST', '/v1/campaigns', {
    kind: 'api_triggered',
    category: 'transactional',
    name: `Simulated ${locale}`,
  })
  const { body: version } = await product.api<{ revision: number; definition: object }>(
    'GET',
    `/v1/campaigns/${made.id}/versions/1`,
  )
  const { subject } = written[locale]
  const content = { subject, preheader: '', html: html(written[locale]), text: '', design: null }
  const { status } = await product.api('PUT', `/v1/campaigns/${made.id}/draft`, {
    revision: version.revision,
    definition: { ...version.definition, channelConfigurationId: configurationId, content },
  })
  expect(status).toBe(200)
  return made.id
}

import { expect, type Page, test } from '@playwright/test'
import { type Locale, locales, type MessageId } from '../packages/web/src/messages/index.ts'
import { expectSaved, field, type Marketer, writes } from './marketer.ts'
import { aProduct, type Product, until } from './product.ts'
import {
  aBrowser,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  type Look,
  openDialog,
  signIn,
  watch,
  wordsOf,
} from './screen.ts'
import { aCall } from './sending.ts'

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
})
test.afterAll(() => product?.close())

interface Content {
  subject: string
  html: string
  design: unknown
}
interface Version {
  definition: { content: Content }
}

async function someone(page: Page, locale: Locale): Promise<Marketer> {
  return { product, page, locale, t: wordsOf(locale), watched: watch(page, product.url) }
}

const press = (m: Marketer, id: MessageId, values?: Record<string, string | number>) =>
  m.page.getByRole('button', { name: m.t(id, values), exact: true }).click()

const configuration = async () => {
  const { body } = await product.api<{ items: { id: string; category: string; status: string }[] }>(
    'GET',
    '/v1/channel-configurations',
  )
  return body.items.find(({ category, status }) => category === 'transactional' && status === 'active')!.id
}

/** A draft campaign that could be activated but for its content. */
async function aDraft(name: string): Promise<string> {
  const { body } = await product.api<{ id: string }>('POST', '/v1/campaigns', {
    kind: 'api_triggered',
    category: 'transactional',
    name,
    definition: {
      channelConfigurationId: await configuration(),
      audience: { namespace: 'email', createProfiles: true },
    },
  })
  return body.id
}

const contentOf = async (id: string, version = 1) =>
  (await product.api<Version>('GET', `/v1/campaigns/${id}/versions/${version}`)).body.definition.content

/** Calls a live campaign; answers the HTML of what came to the Inbox. */
async function received(campaignId: string, to: string): Promise<string> {
  await aCall(product, campaignId, to)
  return until(async () => {
    const { body } = await product.api<{ items: { html: string }[] }>(
      'GET',
      `/v1/inbox?to=${encodeURIComponent(to)}`,
    )
    return body.items[0]?.html
  }, `a message to ${to}`)
}

for (const locale of locales)
  test(`content begins with a ready-made template, is edited, and becomes a template of one’s own (${locale})`, async ({
    browser,
  }) => {
    const context = await aBrowser(browser, product, { locale })
    await signIn(context, product)
    const page = await context.newPage()
    const m = await someone(page, locale)
    const { t } = m
    const id = await aDraft(`From a template ${locale}`)

    await page.goto(`/campaigns/${id}?tab=content`)
    await expect(page.getByRole('heading', { name: t('content.begin') })).toBeVisible()
    await expectAccessible(page)
    const starters = page.getByRole('region', { name: t('templates.starters') })
    await starters.getByRole('listitem').first().getByRole('button').click()
    const dialog = openDialog(page)
    await expect(dialog.frameLocator('iframe').locator('body')).not.toBeEmpty()
    await expect(dialog.frameLocator('iframe').locator('body')).not.toContainText('{{')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: t('templates.use') }).click()

    await expect(page.getByRole('heading', { name: t('content.form.design') })).toBeVisible()
    await expectSaved(m)
    expect((await contentOf(id)).design).not.toBeNull()
    await writes(m, 'campaign.content.subject', `Autumn ${locale}`)
    await expectSaved(m)
    await expectAccessible(page)
    await expectWords(page)

    await press(m, 'content.saveAs')
    const name = `Kept ${locale}`
    await openDialog(page)
      .getByRole('textbox', { name: t('templates.name') })
      .fill(name)
    await expectAccessible(page)
    await openDialog(page)
      .getByRole('button', { name: t('common.save') })
      .click()
    await expect(page.getByText(t('content.saveAs.done', { name }))).toBeVisible()

    await page.getByRole('link', { name: t('nav.templates'), exact: true }).click()
    await page.getByRole('button', { name, exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(field(m, 'campaign.content.subject')).toHaveText(`Autumn ${locale}`)
    await expectAccessible(page)
    // A copy: what is written in the template stays in it.
    await writes(m, 'campaign.content.subject', 'Of the template')
    await expectSaved(m)
    expect((await contentOf(id)).subject).toBe(`Autumn ${locale}`)

    await press(m, 'templates.useInCampaign')
    await openDialog(page).getByRole('textbox').fill(`Made of it ${locale}`)
    await openDialog(page)
      .getByRole('button', { name: t('inventory.create.submit') })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: `Made of it ${locale}` })).toBeVisible()
    await expect(field(m, 'campaign.content.subject')).toHaveText('Of the template')
    expect(m.watched.faults).toEqual([])
  })

for (const locale of locales)
  test(`a live campaign follows the fragment that it uses, until it is detached (${locale})`, async ({
    browser,
  }) => {
    test.setTimeout(180_000)
    const context = await aBrowser(browser, product, { locale })
    await signIn(context, product)
    const page = await context.newPage()
    const m = await someone(page, locale)
    const { t } = m
    const fragment = `Footer ${locale}`
    const campaign = `Uses the footer ${locale}`

    await test.step('writes and publishes a fragment', async () => {
      await page.goto('/fragments')
      // A list that is empty offers it a second time.
      await page
        .getByRole('button', { name: t('fragments.create'), exact: true })
        .first()
        .click()
      const dialog = openDialog(page)
      await dialog.getByRole('option', { name: t('fragments.kind.expression') }).click()
      await dialog.getByRole('textbox', { name: t('fragments.name') }).fill(fragment)
      await expectAccessible(page)
      await dialog.getByRole('button', { name: t('fragments.create.submit') }).click()
      await writes(m, 'fragments.content', '<p>{{ field.company ?: "Us" }}, first words</p>')
      await expectSaved(m)
      await expect(page.getByRole('region', { name: t('fragments.fields') })).toContainText('company')
      await expectAccessible(page)
      await expectWords(page)
      await press(m, 'fragments.command.publish')
      await expect(page.getByText(t('fragments.publish.first'))).toBeVisible()
      await expectAccessible(page)
      await openDialog(page)
        .getByRole('button', { name: t('fragments.publish.submit') })
        .click()
      await expect(page.getByText(t('fragments.status.live'), { exact: true })).toBeVisible()
    })

    const id = await aDraft(campaign)
    await test.step('puts it into a campaign, with words of its own, and activates', async () => {
      await page.goto(`/campaigns/${id}?tab=content`)
      await writes(m, 'campaign.content.subject', 'Hello')
      await page.getByRole('button', { name: t('content.begin.code') }).click()
      await writes(m, 'campaign.content.html', '<p>Body</p>')
      await press(m, 'content.fragment.insertIn', { part: t('campaign.content.html') })
      const dialog = openDialog(page)
      await dialog.getByRole('radio', { name: fragment }).check()
      await dialog.getByRole('textbox', { name: 'company' }).fill('Atelier')
      await expectAccessible(page)
      await dialog.getByRole('button', { name: t('content.fragment.insert') }).click()
      await expect(page.getByRole('list', { name: t('content.fragment.references') })).toContainText(fragment)
      await expectSaved(m)
      await expectAccessible(page)
      await press(m, 'campaign.toReview')
      await press(m, 'campaign.activate')
      await expect(page.getByRole('heading', { name: t('campaign.activated.live') })).toBeVisible()
      expect(await received(id, `first-${locale}@example.com`)).toContain('Atelier, first words')
    })

    await test.step('changes the fragment beside what is live, looks at the difference, publishes', async () => {
      await page.goto('/fragments')
      await page.getByRole('link', { name: fragment }).click()
      await writes(m, 'fragments.content', '<p>{{ field.company ?: "Us" }}, second words</p>')
      await expectSaved(m)
      await expect(page.getByRole('heading', { name: t('fragments.draftBeside.title') })).toBeVisible()
      await press(m, 'fragments.compare')
      const difference = page.getByRole('region', { name: t('fragments.compare.title') })
      await expect(difference).toContainText('first words')
      await expect(difference).toContainText('second words')
      await expectAccessible(page)
      await page.getByRole('tab', { name: t('fragments.uses.tab', { count: 1 }) }).click()
      await expect(page.getByRole('table').getByRole('link', { name: campaign })).toBeVisible()
      await expectAccessible(page)
      await press(m, 'fragments.command.publish')
      const dialog = openDialog(page)
      await expect(dialog.getByRole('link', { name: campaign })).toBeVisible()
      await dialog.getByRole('button', { name: t('fragments.publish.submit') }).click()
      await expect(
        page.getByRole('heading', { name: t('fragments.publication.complete', { count: 1 }) }),
      ).toBeVisible()
      await expectAccessible(page)
    })

    await test.step('the live campaign says it with the next call, in a version of its own', async () => {
      expect(await received(id, `second-${locale}@example.com`)).toContain('Atelier, second words')
      const { body } = await product.api<{ liveVersion: number }>('GET', `/v1/campaigns/${id}`)
      expect(body.liveVersion).toBe(2)
    })

    await test.step('detached, the words are the campaign’s own', async () => {
      await product.api('POST', `/v1/campaigns/${id}/draft`)
      await page.goto(`/campaigns/${id}?view=draft&tab=content`)
      await press(m, 'content.fragment.detachOne', { name: fragment })
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: t('content.fragment.detach') })
        .click()
      await expect(page.getByRole('list', { name: t('content.fragment.references') })).toBeHidden()
      await expectSaved(m)
      await expect(async () => expect((await contentOf(id, 3)).html).toContain('second words')).toPass()
      expect((await contentOf(id, 3)).html).not.toContain('fragment id=')
    })
    expect(m.watched.faults).toEqual([])
  })

test('an email is imported from a file, and a design becomes code, which can be undone', async ({
  browser,
}) => {
  const context = await aBrowser(browser, product, { locale: 'en' })
  await signIn(context, product)
  const page = await context.newPage()
  const m = await someone(page, 'en')
  const { t } = m
  const id = await aDraft('Imported')
  await page.goto(`/campaigns/${id}?tab=content`)
  await page.getByRole('button', { name: t('content.begin.import') }).click()
  const choosing = page.waitForEvent('filechooser')
  await press(m, 'content.import.choose')
  await (await choosing).setFiles({
    name: 'newsletter.html',
    mimeType: 'text/html',
    buffer: Buffer.from(
      '<!doctype html><html><head><title>Our autumn</title></head><body><p>Leaves</p></body></html>',
    ),
  })
  await expect(page.getByText(t('content.import.chosen', { name: 'newsletter.html' }))).toBeVisible()
  await expectAccessible(page)
  await press(m, 'content.import.submit')
  await expect(field(m, 'campaign.content.html')).toContainText('Leaves')
  await expect(field(m, 'campaign.content.subject')).toHaveText('Our autumn')
  await expectSaved(m)

  await press(m, 'content.more')
  await page.getByRole('menuitem', { name: t('content.startOver') }).click()
  await page.getByRole('button', { name: t('content.begin.design') }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('content.replace') })
    .click()
  await expect(page.getByRole('heading', { name: t('content.form.design') })).toBeVisible()
  await press(m, 'content.fullScreen')
  await expect(page.getByRole('dialog', { name: 'Imported' })).toBeVisible()
  await expectAccessible(page)
  await press(m, 'content.fullScreen.leave')

  await press(m, 'content.more')
  await page.getByRole('menuitem', { name: t('content.convert') }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('content.convert') })
    .click()
  await expect(field(m, 'campaign.content.html')).toContainText('<html')
  // The code editors have an undo of their own.
  await page
    .getByRole('button', { name: t('common.undo') })
    .filter({ hasText: t('common.undo') })
    .click()
  await expect(page.getByRole('heading', { name: t('content.form.design') })).toBeVisible()
  expect(m.watched.faults).toEqual([])
})

test('two people who write the same template hear of each other', async ({ browser }) => {
  const { body: made } = await product.api<{ id: string }>('POST', '/v1/templates', {
    name: 'Written by two',
    content: { html: '<p>Hello</p>' },
  })
  const open = async () => {
    const context = await aBrowser(browser, product, { locale: 'en' })
    await signIn(context, product)
    const m = await someone(await context.newPage(), 'en')
    m.watched.allow(409, /\/v1\/templates\//)
    await m.page.goto(`/templates/${made.id}`)
    await expect(field(m, 'campaign.content.subject')).toBeVisible()
    return m
  }
  const [ada, zoe] = [await open(), await open()]
  await writes(ada, 'campaign.content.subject', 'Ada’s words')
  await expectSaved(ada)
  await writes(zoe, 'campaign.content.subject', 'Zoe’s words')
  await expect(zoe.page.getByRole('alert').filter({ hasText: zoe.t('templates.conflict') })).toBeVisible()
  await expectAccessible(zoe.page)
  await zoe.page.getByRole('button', { name: zoe.t('campaign.conflict.theirs') }).click()
  await expect(field(zoe, 'campaign.content.subject')).toHaveText('Ada’s words')
  expect([...ada.watched.faults, ...zoe.watched.faults]).toEqual([])
})

// Each language, scheme and width once.
const looks: Required<Look>[] = [
  { locale: 'en', colorScheme: 'light', width: 1440 },
  { locale: 'fr', colorScheme: 'dark', width: 400 },
]

for (const look of looks)
  test(`the library is readable by everybody: ${Object.values(look).join(', ')} px`, async ({ browser }) => {
    const id = async (path: string, body: unknown) =>
      (await product.api<{ id: string }>('POST', path, body)).body.id
    const template = await id('/v1/templates', {
      name: 'Seen',
      tags: ['seen'],
      content: { html: '<p>Seen</p>' },
    })
    const visual = await id('/v1/fragments', {
      name: 'Seen in the designer',
      kind: 'visual',
      draft: { design: { version: 1, sections: [] } },
    })
    const expression = await id('/v1/fragments', {
      name: 'Seen in code',
      kind: 'expression',
      format: 'text',
      draft: { content: 'Hello {{ field.name ?: "you" }}' },
    })
    const context = await aBrowser(browser, product, look)
    await signIn(context, product)
    const page = await context.newPage()
    const watched = watch(page, product.url)
    for (const path of [
      '/templates',
      '/templates?view=list',
      `/templates/${template}`,
      '/fragments',
      '/fragments?status=archived',
      '/fragments?create=true',
      `/fragments/${visual}`,
      `/fragments/${expression}`,
    ])
      await test.step(path, async () => {
        await page.goto(path)
        await expectAccessible(page)
        await expectWords(page)
        await expectNoOverflow(page)
      })
    expect(watched.faults).toEqual([])
  })

import { expect, type Locator, type Page, test } from '@playwright/test'
import { emptyDesign, newSection } from '../packages/core/src/design/new.ts'
import { expectSaved } from './marketer.ts'
import { aProduct, demoConfiguration, make, type Product } from './product.ts'
import { aScreen, late, openDialog, picks } from './screen.ts'
import { aCall } from './sending.ts'

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
})
test.afterAll(() => product?.close())

const of = { kind: 'api_triggered', category: 'transactional' }

/** A campaign that is live, and says this. */
async function aLive(name: string, subject: string, more = {}): Promise<string> {
  const definition = {
    channelConfigurationId: await demoConfiguration(product, 'transactional'),
    content: { subject, html: `<p>${subject}</p>`, text: subject },
    ...more,
  }
  const { id } = await make(product, '/v1/campaigns', { ...of, name, definition })
  const answer = await product.api('POST', `/v1/campaigns/${id}/activate`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return id
}

interface Version {
  definition: { content: { subject: string; html: string; design: unknown } }
}
const contentOf = async (id: string, number: number) =>
  (await product.api<Version>('GET', `/v1/campaigns/${id}/versions/${number}`)).body.definition.content

/** Writes a code field anew. Its editor looks after deleting. */
async function writes(page: Page, field: Locator, text: string) {
  await field.focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText(text)
}

test('a draft that was thrown away does not come back with the next one', async ({ browser }) => {
  const id = await aLive('Thrown away', 'As it is live')
  await make(product, `/v1/campaigns/${id}/draft`, undefined)
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  const subject = page.getByRole('textbox', { name: t('campaign.content.subject'), exact: true })
  await page.goto(`/campaigns/${id}?view=draft&tab=content`)
  await expect(subject).toHaveText('As it is live')
  await writes(page, subject, 'A bad idea')
  await expectSaved({ product, page, locale: 'en', t, watched })

  await page.getByRole('button', { name: t('campaign.more') }).press('Enter')
  await page.getByRole('menuitem', { name: t('campaign.command.discard_draft') }).press('Enter')
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: t('campaign.command.discard_draft') }).press('Enter')
  await expect(page.getByText(t('campaign.discard_draft.done'))).toBeVisible()

  await page.getByRole('button', { name: t('campaign.command.edit'), exact: true }).press('Enter')
  await page.getByRole('tab', { name: t('campaign.tab.content') }).click()
  await expect(subject).toHaveText('As it is live')
  await writes(page, subject, 'Written anew')
  await expectSaved({ product, page, locale: 'en', t, watched })
  expect((await contentOf(id, 2)).subject).toBe('Written anew')
  expect(watched.faults).toEqual([])
})

test('what was typed a moment ago is saved before what is live is looked at', async ({ browser }) => {
  const id = await aLive('Typed last', 'As it is live')
  await make(product, `/v1/campaigns/${id}/draft`, undefined)
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  const subject = page.getByRole('textbox', { name: t('campaign.content.subject'), exact: true })
  await page.goto(`/campaigns/${id}?view=draft&tab=content`)
  await expect(subject).toHaveText('As it is live')
  await writes(page, subject, 'A moment ago')
  await page.getByRole('link', { name: t('campaign.openLive') }).press('Enter')
  await expect(page.getByRole('link', { name: t('campaign.openDraft') })).toBeVisible()
  expect((await contentOf(id, 2)).subject).toBe('A moment ago')
  expect(watched.faults).toEqual([])
})

test('a save whose answer was lost is no conflict with oneself', async ({ browser }) => {
  const { id } = await make(product, '/v1/campaigns', { ...of, name: 'Lost answer' })
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  const subject = page.getByRole('textbox', { name: t('campaign.content.subject'), exact: true })
  await page.goto(`/campaigns/${id}?tab=content`)
  const address = /\/v1\/campaigns\/[^/]+\/draft$/
  let lost = 0
  await page.route(address, async (route) => {
    if (lost++ > 0) return route.fallback()
    await route.fetch()
    await route.abort()
  })
  watched.allow(409, address)
  await writes(page, subject, 'One')
  await expect.poll(() => lost).toBe(1)
  await page.keyboard.press('End')
  await page.keyboard.insertText(', two')
  await expectSaved({ product, page, locale: 'en', t, watched })
  expect((await contentOf(id, 1)).subject).toBe('One, two')
})

test('what is written while a design becomes code is not lost', async ({ browser }) => {
  const design = { ...emptyDesign(), sections: [newSection('1', ['section', 'column'])] }
  const definition = { content: { subject: 'Before', html: '', text: '', design } }
  const { id } = await make(product, '/v1/campaigns', { ...of, name: 'Becomes code', definition })
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  const subject = page.getByRole('textbox', { name: t('campaign.content.subject'), exact: true })
  await page.goto(`/campaigns/${id}?tab=content`)
  await expect(subject).toHaveText('Before')
  const answer = await late(page, 'POST', /\/v1\/designs\/compile$/)
  await page.getByRole('button', { name: t('content.more') }).press('Enter')
  await page.getByRole('menuitem', { name: t('content.convert') }).press('Enter')
  const asked = page.waitForRequest(/\/v1\/designs\/compile$/)
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('content.convert') })
    .press('Enter')
  await asked
  await writes(page, subject, 'Meanwhile')
  await answer()
  await expect(page.getByText(t('content.convert.done'))).toBeVisible()
  await expect(subject).toHaveText('Meanwhile')
  await expectSaved({ product, page, locale: 'en', t, watched })
  const saved = await contentOf(id, 1)
  expect(saved.subject).toBe('Meanwhile')
  expect(saved.design).toBe(null)
  expect(watched.faults).toEqual([])
})

test('a copy is made once however often it is asked for, of what was typed last', async ({ browser }) => {
  const definition = { content: { subject: 'Old', html: '<p>.</p>', text: '.' } }
  const { id } = await make(product, '/v1/campaigns', { ...of, name: 'Copied', definition })
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  const subject = page.getByRole('textbox', { name: t('campaign.content.subject'), exact: true })
  const asksForCopy = async () => {
    await page.getByRole('button', { name: t('campaign.more') }).press('Enter')
    await page.getByRole('menuitem', { name: t('campaign.command.duplicate') }).press('Enter')
    await expect(page.getByRole('menuitem')).toHaveCount(0)
  }
  await page.goto(`/campaigns/${id}?tab=content`)
  await expect(subject).toHaveText('Old')
  const saved = await late(page, 'PUT', /\/draft$/)
  await writes(page, subject, 'A moment ago')
  const answer = await late(page, 'POST', /\/duplicate$/)
  await asksForCopy()
  const asked = page.waitForRequest(/\/duplicate$/)
  await saved()
  await asked
  await asksForCopy()
  await answer()
  await expect(page).not.toHaveURL(new RegExp(id))
  const copies = await product.api<{ items: { id: string; name: string }[] }>(
    'GET',
    '/v1/campaigns?search=Copied',
  )
  expect(copies.body.items).toHaveLength(2)
  const copy = copies.body.items.find((one) => one.id !== id)!
  expect((await contentOf(copy.id, 1)).subject).toBe('A moment ago')
  expect(watched.faults).toEqual([])
})

test('a copy of a template is of what was typed last', async ({ browser }) => {
  const { id } = await make(product, '/v1/templates', {
    name: 'Copied',
    content: { subject: 'Old', html: '<p>.</p>' },
  })
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  const subject = page.getByRole('textbox', { name: t('campaign.content.subject'), exact: true })
  await page.goto(`/templates/${id}`)
  await expect(subject).toHaveText('Old')
  const saved = await late(page, 'PUT', /\/v1\/templates\/[^/]+$/)
  await writes(page, subject, 'A moment ago')
  await page.getByRole('button', { name: t('templates.actions', { name: 'Copied' }) }).press('Enter')
  await page.getByRole('menuitem', { name: t('templates.duplicate') }).press('Enter')
  await expect(page.getByRole('menuitem')).toHaveCount(0)
  await saved()
  await expect(page).not.toHaveURL(new RegExp(id))
  await expect(subject).toHaveText('A moment ago')
  expect(watched.faults).toEqual([])
})

test('Enter pressed twice sends one test', async ({ browser }) => {
  const id = await aLive('Tested', 'A test')
  await make(product, `/v1/campaigns/${id}/draft`, undefined)
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  await page.goto(`/campaigns/${id}?view=draft&tab=content`)
  await page.getByRole('button', { name: t('campaign.test'), exact: true }).press('Enter')
  const to = openDialog(page).getByRole('textbox', { name: t('campaign.test.to') })
  await to.fill('twice@example.com')
  let sent = 0
  page.on('request', (request) => {
    if (/\/test$/.test(request.url())) sent++
  })
  const answer = await late(page, 'POST', /\/test$/)
  await page.keyboard.press('Enter')
  await expect.poll(() => sent).toBe(1)
  await page.keyboard.press('Enter')
  await answer()
  await expect(page.getByText(t('campaign.test.accepted', { to: 'twice@example.com' }))).toBeVisible()
  expect(sent).toBe(1)
  expect(watched.faults).toEqual([])
})

const spoken = {
  languages: { attribute: 'preferredLanguage', locales: ['en', 'fr'], defaultLocale: 'en', fallbacks: {} },
  translations: { fr: { subject: 'Bonjour', html: '<p>Bonjour</p>', text: 'Bonjour' } },
}

test('a preview is in the language that was chosen last', async ({ browser }) => {
  const id = await aLive('Languages', 'Hello', spoken)
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  await page.goto(`/campaigns/${id}/versions`)
  const language = page.getByRole('button', { name: t('languages.preview') })
  await expect(page.getByText('Hello', { exact: true }).first()).toBeVisible()
  await expect(language).toContainText('English')
  const answer = await late(page, 'POST', /\/preview$/)
  await picks(page, language, 'End', page.getByRole('option', { name: 'French' }))
  await expect(language).toContainText('French')
  await picks(page, language, 'Home', page.getByRole('option', { name: 'English' }))
  await answer()
  await expect(language).toContainText('English')
  await expect(page.getByText('Bonjour')).toHaveCount(0)
  expect(watched.faults).toEqual([])
})

test('a message that is still there of somebody else has their name', async ({ browser }) => {
  const id = await aLive('People', 'Hello {{profile.person.name.firstName ?: "you"}}')
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  const people = ['Ada', 'Grace'].map((name) => ({
    isShown: true,
    sample: { name, profile: { person: { name: { firstName: name } } } },
  }))
  const kept = [`chappe.simulation.${id}`, JSON.stringify(people)].map((text) => JSON.stringify(text))
  await page.addInitScript(`sessionStorage.setItem(${kept})`)
  await page.goto(`/campaigns/${id}/simulate`)
  const card = (name: string) => page.getByRole('article', { name })
  await expect(card('Grace')).toContainText('Hello Grace')
  const answer = await late(page, 'POST', /\/simulations$/)
  const shown = page.getByRole('checkbox', { name: t('simulate.person.show', { name: 'Ada' }) })
  const asked = page.waitForRequest(/\/simulations$/)
  await shown.press('Space')
  await asked
  await expect(shown).not.toBeChecked()
  await expect(card('Ada')).toContainText('Hello Ada')
  await expect(card('Grace')).toContainText('Hello Grace')
  await answer()
  await expect(card('Ada')).toHaveCount(0)
  await expect(card('Grace')).toContainText('Hello Grace')
  expect(watched.faults).toEqual([])
})

test('another version is shown as it is, whatever was chosen of the one before', async ({ browser }) => {
  const id = await aLive('Two versions', 'The first')
  await make(product, `/v1/campaigns/${id}/draft`, undefined)
  const { body } = await product.api<{ revision: number; definition: object }>(
    'GET',
    `/v1/campaigns/${id}/versions/2`,
  )
  const content = { subject: 'The other one', html: '<p>.</p>', text: '.' }
  const definition = { ...body.definition, variants: [{ id: 'other', name: 'Other', content }] }
  const put = await product.api('PUT', `/v1/campaigns/${id}/draft`, { revision: body.revision, definition })
  expect(put.status, JSON.stringify(put.body)).toBe(200)
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  await page.goto(`/campaigns/${id}/versions?number=2`)
  const preview = page.getByRole('region', { name: t('campaign.preview'), exact: true })
  await expect(preview).toContainText('The first')
  const variant = preview.getByRole('button', { name: t('variants.preview') })
  await picks(page, variant, 'End', page.getByRole('option', { name: 'Other' }))
  await expect(preview).toContainText('The other one')
  await page
    .getByRole('row')
    .getByRole('link', { name: t('campaign.version', { number: 1 }) })
    .press('Enter')
  await expect(variant).toHaveCount(0)
  await expect(preview).toContainText('The first')
  expect(watched.faults).toEqual([])
})

test('a name and a colour of a calendar that are changed one after the other are both kept', async ({
  browser,
}) => {
  const text = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:a',
    'SUMMARY:A',
    'DTSTART:20270101T080000Z',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')
  await make(product, '/v1/external-calendars', { name: 'Fairs', color: 'gray', format: 'ics', source: text })
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  await page.goto('/campaigns/calendar')
  await page.getByRole('button', { name: t('calendar.menu') }).press('Enter')
  await page.getByRole('menuitem', { name: t('calendar.external.title') }).press('Enter')
  const dialog = page.getByRole('dialog', { name: t('calendar.external.title') })
  const color = dialog.getByRole('button', { name: t('calendar.external.color') })
  const answer = await late(page, 'PATCH', /\/v1\/external-calendars\//)
  await dialog.getByRole('textbox', { name: t('calendar.external.name') }).fill('Fairs and shows')
  await picks(page, color, 'Home', page.getByRole('option').first())
  await expect(color).toContainText(t('calendar.color.blue'))
  await answer()
  await expect(async () => {
    const { body } = await product.api<{ items: object[] }>('GET', '/v1/external-calendars')
    expect(body.items).toMatchObject([{ name: 'Fairs and shows', color: 'blue' }])
  }).toPass()
  await expect(color).toContainText(t('calendar.color.blue'))
  expect(watched.faults).toEqual([])
})
test('the template that was pressed last is the one that opens', async ({ browser }) => {
  const made = []
  for (const name of ['Gallery first', 'Gallery second'])
    made.push(await make(product, '/v1/templates', { name, content: { subject: name, html: '<p>.</p>' } }))
  const { id } = await make(product, '/v1/campaigns', { ...of, name: 'Begins' })
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  const answer = await late(page, 'GET', new RegExp(`/v1/templates/${made[0]!.id}$`))
  await page.goto(`/campaigns/${id}?tab=content`)
  const card = (name: string) =>
    page.getByRole('region', { name: t('templates.own') }).getByRole('button', { name })
  await card('Gallery first').press('Enter')
  await card('Gallery second').press('Enter')
  const opened = openDialog(page)
  await expect(opened).toContainText('Gallery second')
  const given = page.waitForResponse(new RegExp(`/v1/templates/${made[0]!.id}$`))
  await answer()
  await (await given).finished()
  await expect(opened).toContainText('Gallery second')
  expect(watched.faults).toEqual([])
})

test('messages of the page before can be asked for twice, and one step back is the first page again', async ({
  browser,
}) => {
  const id = await aLive('Paged', 'Hello', { audience: { namespace: 'email', createProfiles: true } })
  for (let n = 0; n < 45; n++) await aCall(product, id, `paged-${n}@example.com`)
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  await page.goto(`/campaigns/${id}`)
  const older = page.getByRole('button', { name: t('campaign.messages.older') })
  const newer = page.getByRole('button', { name: t('campaign.messages.newer') })
  await expect(older).toBeEnabled()
  const answer = await late(page, 'GET', /\/messages\?.*before=/)
  const asked = page.waitForRequest(/\/messages\?.*before=/)
  await older.press('Enter')
  await asked
  await older.press('Enter')
  await answer()
  await newer.press('Enter')
  await expect(newer).toBeDisabled()
  expect(watched.faults).toEqual([])
})

test('older entries of the log can be asked for while the newest are on their way', async ({ browser }) => {
  const { id: audience } = await make(product, '/v1/audiences', { name: 'All', definition: { kind: 'list' } })
  const { id } = await make(product, '/v1/campaigns', {
    kind: 'action',
    category: 'marketing',
    name: 'Logged',
    definition: {
      channelConfigurationId: await demoConfiguration(product, 'marketing'),
      content: { subject: 'News', html: '<a href="{{system.unsubscribeUrl}}">Leave</a>', text: 'News' },
      audience: { id: audience },
      trigger: { kind: 'now' },
    },
  })
  for (const command of ['activate', ...Array.from({ length: 6 }, () => ['pause', 'resume']).flat()])
    await make(product, `/v1/campaigns/${id}/${command}`, {})
  const { page, t, watched } = await aScreen(browser, product, { locale: 'en' })
  const log = page.locator('section').filter({ has: page.getByRole('heading', { name: t('sending.log') }) })
  await page.goto(`/campaigns/${id}`)
  await expect(log.getByRole('listitem')).toHaveCount(10)
  const asked = page.waitForRequest(/\/log\?limit=10$/)
  const newest = await late(page, 'GET', /\/log\?limit=10$/)
  await asked
  await log.getByRole('button', { name: t('sending.log.more') }).press('Enter')
  await expect(log.getByRole('listitem')).not.toHaveCount(10)
  await newest()
  expect(watched.faults).toEqual([])
})

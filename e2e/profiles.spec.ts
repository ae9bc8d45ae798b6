import { readFileSync } from 'node:fs'
import { type Browser, expect, type Locator, test } from '@playwright/test'
import type { Locale, MessageId } from '../packages/web/src/messages/index.ts'
import { aProduct, type Product, until } from './product.ts'
import { aScreen, openDialog, type Screen } from './screen.ts'

const zoe = 'zoe.martin@agents.test'
const names = { order: 'Confirmation de commande', offers: 'Offres d’automne' }
const labels = { en: 'Club', fr: 'Cercle' }

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
  await made('/v1/profile-fields', { path: 'club.circle', type: 'string', options: ['or', 'argent'], labels })
})
test.afterAll(() => product?.close())

async function made<T>(path: string, body: unknown): Promise<T> {
  const answer = await product.api<T>('POST', path, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}

/** A live campaign that sends into the Inbox; its id. */
async function aCampaign(category: 'transactional' | 'marketing', name: string): Promise<string> {
  const { body } = await product.api<{ items: { id: string; category: string }[] }>(
    'GET',
    '/v1/channel-configurations',
  )
  const channelConfigurationId = body.items.find((one) => one.category === category)?.id
  const content = { subject: name, html: '<p>…</p><p><a href="{{system.unsubscribeUrl}}">–</a></p>' }
  const definition = {
    channelConfigurationId,
    content,
    audience: { namespace: 'email', createProfiles: false },
  }
  const { id } = await made<{ id: string }>('/v1/campaigns', {
    kind: 'api_triggered',
    category,
    name,
    definition,
  })
  await made(`/v1/campaigns/${id}/activate`, {})
  return id
}

const callTo = (campaignId: string, userId: string) =>
  made('/ajo/im/executions/unitary', {
    requestId: `${campaignId}-${userId}`,
    campaignId,
    recipients: [
      { type: 'aep', namespace: 'email', userId, channelData: { emailAddress: userId }, context: {} },
    ],
  })

const reportOf = async (id: string) =>
  (await product.api<{ targeted: number; pending: number }>('GET', `/v1/campaigns/${id}/report`)).body

type Agent = Screen

async function anAgent(browser: Browser, locale: Locale): Promise<Agent> {
  return aScreen(browser, product, { locale, width: 1280 })
}

const tab = ({ page, t }: Agent, id: MessageId) => page.getByRole('tab', { name: t(id), exact: true })
const menu = async ({ page, t }: Agent, name: string, id: MessageId) => {
  await page.getByRole('button', { name: t('templates.actions', { name }) }).click()
  await page.getByRole('menuitem', { name: t(id) }).click()
}
const save = ({ t }: Agent, dialog: Locator) =>
  dialog.getByRole('button', { name: t('common.save'), exact: true }).click()

test('un agent crée une personne, note son refus, voit ce qui est parti, exporte et efface', async ({
  browser,
}) => {
  const order = await aCampaign('transactional', names.order)
  const offers = await aCampaign('marketing', names.offers)
  const a = await anAgent(browser, 'fr')
  const { page, t, watched } = a
  const name = 'Zoé Martin'

  await test.step('crée le profil', async () => {
    await page.goto('/profiles')
    await page.getByRole('button', { name: t('profiles.create') }).click()
    const dialog = openDialog(page)
    await dialog.getByRole('textbox', { name: t('profiles.identity.email') }).fill(zoe)
    await dialog.getByRole('textbox', { name: 'Prénom', exact: true }).fill('Zoé')
    await dialog.getByRole('textbox', { name: 'Nom', exact: true }).fill('Martin')
    await a.looks()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await a.looks()
  })

  await test.step('choisit une valeur, se ravise, choisit de nouveau', async () => {
    const row = page.getByRole('row').filter({ hasText: labels.fr })
    const choose = async (value: string) => {
      await page.getByRole('button', { name: t('profiles.attributes.edit', { name: labels.fr }) }).click()
      const dialog = openDialog(page)
      await dialog.getByRole('button', { name: t('profiles.attributes.value') }).click()
      await page.getByRole('option', { name: value, exact: true }).click()
      await save(a, dialog)
      await expect(dialog).toHaveCount(0)
      await expect(row).toContainText(value)
    }
    await choose('argent')
    await page.getByRole('button', { name: t('common.undo') }).click()
    await expect(row).toContainText(t('profiles.value.none'))
    await choose('or')
  })

  await test.step('note par téléphone qu’elle ne veut plus d’e-mails', async () => {
    await tab(a, 'profiles.tab.consents').click()
    const channel = t('consents.channel.email')
    await page.getByRole('button', { name: t('consents.change', { name: channel }) }).click()
    const dialog = openDialog(page)
    await expect(dialog.getByRole('radio', { name: t('consents.choice.out') })).toBeChecked()
    await a.looks()
    await save(a, dialog)
    await expect(page.getByRole('region', { name: channel }).first()).toContainText(t('consents.choice.out'))
    const history = page.getByRole('region', { name: t('consents.history') }).first()
    await expect(history).toContainText(t('consents.source.phone'))
    await expect(history).toContainText('Administrator')
    await a.looks()
  })

  await test.step('voit ce qui est parti, et pourquoi le reste non', async () => {
    for (const id of [order, offers]) {
      await callTo(id, zoe)
      await until(async () => {
        const { targeted, pending } = await reportOf(id)
        return targeted === 1 && pending === 0
      }, 'the message to be settled')
    }
    await tab(a, 'profiles.tab.messages').click()
    const sent = page.getByRole('row').filter({ hasText: names.order })
    const unsent = page.getByRole('row').filter({ hasText: names.offers })
    await expect(sent).toContainText(t('campaign.message.sent'))
    await expect(unsent).toContainText(t('campaign.message.excluded'))
    await expect(unsent).toContainText(t('campaign.reason.no-consent'))
    await a.looks()
    await sent.getByRole('button', { name: t('campaign.message.timeline') }).click()
    const drawer = openDialog(page)
    await expect(drawer).toContainText(t('campaign.event.accepted'))
    await drawer.getByRole('button', { name: t('common.close') }).click()
  })

  await test.step('exporte tout ce qui est connu d’elle', async () => {
    const started = page.waitForEvent('download')
    await menu(a, name, 'profiles.export')
    const file = await (await started).path()
    const everything = JSON.parse(readFileSync(file, 'utf8'))
    expect(everything).toMatchObject({
      profile: { attributes: { club: { circle: 'or' }, person: { name: { lastName: 'Martin' } } } },
      consentHistory: [{ choice: 'out', source: 'phone' }],
    })
    expect(everything.messages).toHaveLength(2)
  })

  await test.step('efface, en écrivant qui', async () => {
    const before = [await reportOf(order), await reportOf(offers)]
    await menu(a, name, 'profiles.erase')
    const dialog = page.getByRole('alertdialog')
    const go = dialog.getByRole('button', { name: t('profiles.erase.submit') })
    const word = dialog.getByRole('textbox', { name: t('profiles.erase.type', { word: zoe }) })
    await word.fill('zoe')
    await expect(go).toBeDisabled()
    await a.looks()
    await word.fill(zoe)
    await go.click()
    await expect(page).toHaveURL(/\/profiles$/)
    await expect(page.getByText(t('profiles.erase.done')).first()).toBeVisible()
    await page.getByRole('searchbox', { name: t('profiles.search') }).fill(zoe.slice(0, 8))
    await expect(page.getByText(t('profiles.noResult'), { exact: true })).toBeVisible()
    expect([await reportOf(order), await reportOf(offers)]).toEqual(before)
    await page.setViewportSize({ width: 390, height: 844 })
    await a.looks()
  })
  expect(watched.faults).toEqual([])
})

test('two profiles of the same person become one, found by an identity', async ({ browser }) => {
  const [home, work] = ['kim@lee.test', 'kim@office.test']
  const save = (value: string, attributes: object) =>
    made<{ id: string }>('/v1/profiles', { identities: [{ namespace: 'email', value }], attributes })
  const { id } = await save(home, { person: { name: { fullName: 'Kim Lee' } }, club: { circle: 'or' } })
  await save(work, { club: { circle: 'argent' }, homeAddress: { city: 'Oslo' } })
  const a = await anAgent(browser, 'en')
  const { page, t, watched } = a
  watched.allow(409, /\/identities$/)

  await test.step('an identity that somebody else has offers the merge', async () => {
    await page.goto(`/profiles/${id}?tab=identities`)
    await page.getByRole('textbox', { name: t('profiles.identity.email') }).fill(work)
    await page.keyboard.press('Enter')
    await expect(page.getByText(t('profiles.identities.taken'), { exact: true })).toBeVisible()
    await a.looks()
  })

  await test.step('finds the other one, reads what will happen, agrees', async () => {
    await menu(a, 'Kim Lee', 'profiles.merge')
    const dialog = page.getByRole('dialog', { name: t('profiles.merge.title', { name: 'Kim Lee' }) })
    const field = dialog.getByRole('textbox', { name: t('profiles.identity.email') })
    await field.fill('nobody@lee.test')
    await page.keyboard.press('Enter')
    await expect(dialog).toContainText(t('profiles.merge.nobody'))
    await field.fill(work.toUpperCase())
    await page.keyboard.press('Enter')
    const preview = dialog.getByRole('region', { name: t('profiles.merge.preview') })
    await expect(preview).toContainText(work)
    await expect(preview.getByRole('row', { name: labels.en })).toContainText(/or.*argent/)
    await a.looks()
    await dialog.getByRole('button', { name: t('profiles.merge.submit') }).click()
    await expect(page.getByText(t('profiles.merge.done', { name: 'Kim Lee' })).first()).toBeVisible()
  })

  await test.step('is one person with both addresses', async () => {
    await expect(page.getByRole('row', { name: home })).toBeVisible()
    await expect(page.getByRole('row', { name: work })).toBeVisible()
    await tab(a, 'profiles.tab.attributes').click()
    await expect(page.getByRole('row', { name: 'homeAddress.city' })).toContainText('Oslo')
    await expect(page.getByRole('row', { name: 'club.circle' })).toContainText('or')
    await page.goto('/profiles?q=kim@')
    await expect(
      page.getByRole('status').filter({ hasText: t('profiles.total', { count: 1 }) }),
    ).toBeVisible()
    await a.looks()
  })
  expect(watched.faults).toEqual([])
})

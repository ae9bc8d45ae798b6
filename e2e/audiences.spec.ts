import { type Browser, expect, type Locator, test } from '@playwright/test'
import { standardFields } from '../packages/core/src/profile/fields.ts'
import { type Locale, locales, type MessageId } from '../packages/web/src/messages/index.ts'
import { aProduct, type Product } from './product.ts'
import { aScreen, choose, openDialog, type Screen } from './screen.ts'

const people = [
  { email: 'zoe@people.test', firstName: 'Zoé', tier: 'gold', city: 'Lyon' },
  { email: 'ada@people.test', firstName: 'Ada', tier: 'gold', city: 'Paris' },
  { email: 'luc@people.test', firstName: 'Luc', tier: 'gold', city: 'Nice' },
  { email: 'noe@people.test', firstName: 'Noé', tier: 'silver', city: 'Lyon' },
] as const

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
  for (const { email, firstName, tier, city } of people) {
    const { status } = await product.api('POST', '/v1/profiles', {
      identities: [{ namespace: 'email', value: email }],
      // A tier of the tests' own: the product begins with people of its own.
      attributes: {
        person: { name: { firstName } },
        loyalty: { tier: `${tier}-test` },
        homeAddress: { city },
      },
    })
    expect(status).toBeLessThan(300)
  }
})
test.afterAll(() => product?.close())

interface Analyst extends Screen {
  readonly locale: Locale
}

async function anAnalyst(browser: Browser, locale: Locale): Promise<Analyst> {
  return { ...(await aScreen(browser, product, { locale })), locale }
}

const button = ({ page, t }: Analyst, id: MessageId) => page.getByRole('button', { name: t(id), exact: true })
const tab = ({ page, t }: Analyst, id: MessageId) => page.getByRole('tab', { name: t(id), exact: true })
const sentence = ({ page, t }: Analyst) => page.getByRole('region', { name: t('audiences.sentence') })
const estimate = ({ page, t }: Analyst) => page.getByRole('region', { name: t('audiences.estimate') })
/** What an attribute is called. */
const label = ({ locale }: Analyst, path: string) =>
  standardFields.find((field) => field.path === path)!.labels[locale]
const conditions = ({ page }: Analyst) => page.locator('[data-kind=condition]')
const toolbar = (part: Locator) => part.getByRole('toolbar').first()

async function creates(a: Analyst, kind: 'rule' | 'list' | 'composition', name: string, first?: string) {
  const { page, t } = a
  await page.goto('/audiences?create=true')
  const dialog = openDialog(page)
  await dialog.getByRole('option', { name: t(`audiences.kind.${kind}`) }).click()
  await dialog.getByRole('textbox', { name: t('audiences.name') }).fill(name)
  if (first !== undefined)
    await chooses(a, dialog.getByRole('combobox', { name: t('audiences.audience') }), first)
  await a.looks()
  await dialog.getByRole('button', { name: t('audiences.create.submit') }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
}

async function chooses({ page }: Analyst, field: Locator, name: string) {
  await field.fill(name)
  await page.getByRole('option', { name }).first().click()
  await expect(field).toHaveValue(name)
}

async function saves(a: Analyst) {
  await button(a, 'common.save').click()
  await expect(a.page.getByText(a.t('audiences.saved')).first()).toBeVisible()
}

for (const locale of locales)
  test(`an analyst builds a rule, sees whom it finds, and evaluates it (${locale})`, async ({ browser }) => {
    const a = await anAnalyst(browser, locale)
    const { page, t } = a
    const name = locale === 'fr' ? 'Clients or de Lyon et Paris' : 'Gold customers of Lyon and Paris'
    await page.goto('/audiences')
    await expect(page.getByRole('heading', { level: 1, name: t('nav.audiences') })).toBeVisible()
    await a.looks()
    await creates(a, 'rule', name)

    await test.step('adds a condition by mouse', async () => {
      await button(a, 'audiences.condition.add').click()
      await page.getByRole('menuitem', { name: t('audiences.condition.attribute') }).click()
      const path = conditions(a).getByRole('combobox', { name: t('audiences.path') })
      await expect(path).toBeFocused()
      await expect(conditions(a).getByText(t('audiences.unfinished'))).toBeVisible()
      // The open list hides the rest of the page from everybody but the eye.
      await expect(
        page.getByRole('button', { name: t('common.save'), exact: true, includeHidden: true }),
      ).toBeDisabled()
      await path.fill('loyalty.t')
      await page.getByRole('option', { name: label(a, 'loyalty.tier') }).click()
      await expect(path).toHaveValue(label(a, 'loyalty.tier'))
      await conditions(a)
        .getByRole('textbox', { name: t('audiences.value') })
        .fill('gold-test')
      await expect(sentence(a)).toContainText(label(a, 'loyalty.tier'), { ignoreCase: true })
      await expect(estimate(a)).toContainText(t('audiences.estimate.exact', { count: 3 }))
      await expect(estimate(a)).toContainText('zoe@people.test')
    })

    await test.step('adds a group and a condition in it by keyboard', async () => {
      await button(a, 'audiences.group.add').focus()
      await page.keyboard.press('Enter')
      const group = page.locator('[data-kind=group]')
      await expect(group.getByRole('button', { name: t('audiences.join') })).toBeFocused()
      await expect(group).toContainText(t('audiences.group.nobody', { not: 'false' }))
      await expect(estimate(a)).toContainText(t('audiences.estimate.exact', { count: 0 }))
      await group.getByRole('button', { name: t('audiences.condition.add') }).focus()
      await page.keyboard.press('Enter')
      await expect(page.getByRole('menuitem').first()).toBeFocused()
      await page.keyboard.press('Enter')
      const inner = group.locator('[data-kind=condition]')
      await expect(inner.getByRole('combobox', { name: t('audiences.path') })).toBeFocused()
      await page.keyboard.type('homeAddress.city')
      await page.keyboard.press('Escape')
      await page.keyboard.press('Tab')
      await expect(inner.getByRole('button', { name: t('audiences.operator') })).toBeFocused()
      await page.keyboard.press('Enter')
      await expect(
        page.getByRole('option', { name: t('audiences.operator.equals'), exact: true }),
      ).toBeFocused()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await inner.getByRole('textbox', { name: t('audiences.values.add') }).focus()
      await page.keyboard.type('Lyon')
      await page.keyboard.press('Enter')
      await page.keyboard.type('Paris')
      await page.keyboard.press('Enter')
      await expect(inner.getByRole('row')).toHaveText([/Lyon/, /Paris/])
      await expect(estimate(a)).toContainText(t('audiences.estimate.exact', { count: 2 }))
      await a.looks()
    })

    await test.step('moves by keyboard and takes it back', async () => {
      const before = (await sentence(a).textContent()) ?? ''
      const inner = page.locator('[data-kind=group] [data-kind=condition]')
      await toolbar(inner).getByRole('button').first().focus()
      await page.keyboard.press('Alt+ArrowUp')
      await expect(inner).toHaveCount(0)
      await expect(conditions(a)).toHaveCount(2)
      await expect(page.getByText(t('audiences.group.nobody', { not: 'false' }))).toBeVisible()
      const moved = conditions(a).nth(1)
      await expect(toolbar(moved).getByRole('button').first()).toBeFocused()
      await page.keyboard.press('Alt+ArrowDown')
      await expect(inner).toHaveCount(1)
      await page.keyboard.press('Control+z')
      await expect(inner).toHaveCount(0)
      await page.keyboard.press('Control+z')
      await expect(sentence(a)).toHaveText(before)
      await button(a, 'audiences.redo').click()
      await expect(inner).toHaveCount(0)
      await button(a, 'audiences.undo').click()
      await expect(sentence(a)).toHaveText(before)
    })

    await test.step('drags, duplicates and removes by mouse', async () => {
      const group = page.locator('[data-kind=group]')
      const loose = page.locator('[data-kind=condition]').first()
      await loose
        .getByText(t('audiences.condition.attribute'), { exact: true })
        .dragTo(
          group
            .locator('[data-kind=condition]')
            .getByText(t('audiences.condition.attribute'), { exact: true }),
        )
      await expect(group.locator('[data-kind=condition]')).toHaveCount(2)
      await button(a, 'audiences.undo').click()
      await expect(group.locator('[data-kind=condition]')).toHaveCount(1)
      await toolbar(loose).getByRole('button').nth(2).click()
      await expect(conditions(a)).toHaveCount(3)
      await toolbar(conditions(a).nth(1)).getByRole('button').nth(3).click()
      await expect(conditions(a)).toHaveCount(2)
    })

    await test.step('saves, evaluates, reads the members', async () => {
      await saves(a)
      await button(a, 'audiences.command.evaluate').first().click()
      await expect(page.getByText(t('audiences.evaluate.done', { name, count: 2 })).first()).toBeVisible()
      await tab(a, 'audiences.tab.members').click()
      await expect(page.getByRole('row', { name: /zoe@people\.test/ })).toBeVisible()
      await expect(page.getByRole('row', { name: /ada@people\.test/ })).toBeVisible()
      await expect(page.getByRole('row')).toHaveCount(3)
      await a.looks()
      await tab(a, 'audiences.tab.changes').click()
      await expect(
        page.getByRole('img', { name: t('audiences.changes.summary', { count: 1, first: 2, last: 2 }) }),
      ).toBeVisible()
      await button(a, 'campaign.chart.table').click()
      await expect(page.getByRole('cell', { name: '2', exact: true }).first()).toBeVisible()
      await a.looks()
      await tab(a, 'audiences.tab.properties').click()
      await page.getByRole('button', { name: t('audiences.schedule') }).click()
      await page.getByRole('option', { name: t('audiences.every.hour', { count: 1 }), exact: true }).click()
      await saves(a)
      await a.looks()
      await page.reload()
      await tab(a, 'audiences.tab.definition').click()
      await expect(conditions(a)).toHaveCount(2)
    })

    await test.step('on a phone, in the dark', async () => {
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.setViewportSize({ width: 390, height: 844 })
      await a.looks()
      await page.goto('/audiences')
      await expect(page.getByRole('grid')).toContainText(name)
      await a.looks()
    })
    expect(a.watched.faults).toEqual([])
  })

for (const locale of locales)
  test(`a list takes a file and pasted addresses, and others are made of it (${locale})`, async ({
    browser,
  }) => {
    const a = await anAnalyst(browser, locale)
    const { page, t, watched } = a
    watched.allow(409, /\/v1\/audiences\//)
    const list = locale === 'fr' ? 'Invités du salon' : 'Guests of the fair'
    const rest = locale === 'fr' ? 'Sans les invités' : 'Without the guests'
    await creates(a, 'list', list)

    await test.step('uploads a file', async () => {
      await a.looks()
      const chosen = page.waitForEvent('filechooser')
      await button(a, 'audiences.list.choose').click()
      await (await chosen).setFiles({
        name: 'salon.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          `\uFEFFNom;E-mail;Stand\r\n"Zoé; la première";zoe@people.test;B12\r\nNouveau;new-${locale}@people.test;C3\r\nPersonne;nobody;\r\nZoé;ZOE@people.test;D4\r\n`,
        ),
      })
      await expect(page.getByText(t('audiences.list.ready', { count: 2, refused: 2 }))).toBeVisible()
      await expect(page.getByRole('cell', { name: 'B12' })).toBeVisible()
      await page.getByText(t('audiences.list.refused', { count: 2 }), { exact: true }).click()
      await expect(page.getByText(t('audiences.refused.noAddress'))).toBeVisible()
      await expect(page.getByText(t('audiences.refused.again'))).toBeVisible()
      await a.looks()
      await page.locator('label').filter({ hasText: /^Nom$/ }).click()
      await page.getByRole('button', { name: t('audiences.list.submit', { count: 2 }) }).click()
      await expect(page.getByText(t('audiences.list.done', { total: 2 }))).toBeVisible()
      await a.looks()
      await tab(a, 'audiences.tab.members').click()
      await expect(page.getByRole('columnheader', { name: 'Stand' })).toBeVisible()
      await expect(page.getByRole('columnheader', { name: 'Nom', exact: true })).toHaveCount(
        locale === 'fr' ? 1 : 0,
      )
      await expect(page.getByRole('row', { name: /zoe@people\.test.*B12/ })).toBeVisible()
    })

    await test.step('pastes addresses in the place of those', async () => {
      await tab(a, 'audiences.tab.upload').click()
      await choose(page.getByRole('radio', { name: t('audiences.list.paste') }))
      await page
        .getByRole('textbox', { name: t('audiences.list.addresses') })
        .fill('zoe@people.test, <ada@people.test>; luc@people.test')
      await choose(page.getByRole('radio', { name: t('audiences.list.mode.replace') }))
      await page.getByRole('button', { name: t('audiences.list.submit', { count: 3 }) }).click()
      await expect(page.getByText(t('audiences.list.done', { total: 3 }))).toBeVisible()
      await tab(a, 'audiences.tab.members').click()
      await expect(page.getByRole('row')).toHaveCount(4)
      await expect(page.getByText(`new-${locale}@people.test`)).toHaveCount(0)
    })

    await test.step('composes another one of it', async () => {
      await creates(a, 'composition', rest, list)
      await expect(estimate(a)).toContainText(t('audiences.estimate.exact', { count: 3 }))
      await button(a, 'audiences.part.combine').first().click()
      await page.getByRole('menuitem', { name: t('audiences.op.limit'), exact: false }).click()
      const most = page.getByRole('textbox', { name: t('audiences.op.limit.count') })
      await most.fill('2')
      await most.press('Enter')
      await expect(estimate(a)).toContainText(t('audiences.estimate.exact', { count: 2 }))
      await a.looks()
      await saves(a)
      await button(a, 'audiences.command.evaluate').first().click()
      await expect(
        page.getByText(t('audiences.evaluate.done', { name: rest, count: 2 })).first(),
      ).toBeVisible()
    })

    await test.step('hears why what is in use cannot be deleted', async () => {
      await page.goto('/audiences')
      await page.getByRole('searchbox', { name: t('audiences.search') }).fill(list)
      await expect(page.getByRole('row')).toHaveCount(2)
      await page.getByRole('button', { name: t('grid.actions', { name: list }) }).click()
      await page.getByRole('menuitem', { name: t('audiences.command.delete') }).click()
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: t('audiences.command.delete') })
        .click()
      await expect(
        page.getByText(t('audiences.inUse', { names: t('audiences.quoted', { name: rest }) })),
      ).toBeVisible()
      await expect(page.getByRole('row')).toHaveCount(2)
      await page.getByRole('link', { name: list }).click()
      await tab(a, 'audiences.tab.uses').click()
      await expect(page.getByRole('link', { name: rest })).toBeVisible()
      await a.looks()
    })

    await test.step('archives what is made of it, and takes it out again', async () => {
      const command = async (id: MessageId) => {
        await page.getByRole('button', { name: t('templates.actions', { name: rest }) }).click()
        await page.getByRole('menuitem', { name: t(id) }).click()
      }
      await page.getByRole('link', { name: rest }).click()
      await command('audiences.command.archive')
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: t('audiences.command.archive') })
        .click()
      await expect(page.getByText(t('audiences.status.archived')).first()).toBeVisible()
      await command('audiences.command.restore')
      await expect(page.getByText(t('audiences.restore.done', { name: rest })).first()).toBeVisible()
      await expect(button(a, 'audiences.command.evaluate').first()).toBeVisible()
    })
    expect(watched.faults).toEqual([])
  })

test('two people who change the same audience hear of each other', async ({ browser }) => {
  const { body } = await product.api<{ id: string; revision: number }>('POST', '/v1/audiences', {
    name: 'Changed by two',
    definition: { kind: 'rule', rule: { kind: 'group', join: 'and', not: false, rules: [] } },
  })
  const a = await anAnalyst(browser, 'fr')
  const { page, t } = a
  a.watched.allow(409, /\/v1\/audiences\//)
  await page.goto(`/audiences/${body.id}?tab=properties`)
  await page.getByRole('textbox', { name: t('audiences.description') }).fill('Les miens')
  const { status } = await product.api('PUT', `/v1/audiences/${body.id}`, {
    name: 'Changed by two',
    description: 'Theirs',
    revision: body.revision,
    definition: { kind: 'rule', rule: { kind: 'group', join: 'or', not: false, rules: [] } },
  })
  expect(status).toBe(200)
  await button(a, 'common.save').click()
  await expect(button(a, 'campaign.conflict.mine')).toBeVisible()
  await a.looks()
  await button(a, 'campaign.conflict.theirs').click()
  await expect(page.getByRole('textbox', { name: t('audiences.description') })).toHaveValue('Theirs')
  await page.getByRole('textbox', { name: t('audiences.description') }).fill('Les nôtres')
  await saves(a)
  const { body: now } = await product.api<{ description: string }>('GET', `/v1/audiences/${body.id}`)
  expect(now.description).toBe('Les nôtres')
  expect(a.watched.faults).toEqual([])
})

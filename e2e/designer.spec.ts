import { type Browser, expect, type Locator, test } from '@playwright/test'
import type { EmailDesign } from '../packages/core/src/design/schema.ts'
import { richText } from '../packages/core/src/design/text.ts'
import { everyBlock } from '../packages/core/src/design/walk.ts'
import type { Locale, MessageId } from '../packages/web/src/messages/index.ts'
import { arrowsTo, backToTool, isSentAsDesigned, keyboardOf, mouseOf, tabsTo } from './designed.ts'
import type { Marketer } from './marketer.ts'
import { aProduct, type Product, root, until } from './product.ts'
import { aBrowser, expectAccessible, expectWords, signIn, watch, wordsOf } from './screen.ts'

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
})
test.afterAll(() => product?.close())

interface Author extends Marketer {
  readonly template: string
  readonly canvas: Locator
}

const nothing: EmailDesign['sections'] = []

/** Somebody who writes a template that has nothing in it yet. */
async function anAuthor(browser: Browser, locale: Locale): Promise<Author> {
  const context = await aBrowser(browser, product, { locale })
  await signIn(context, product)
  const { status, body } = await product.api<{ id: string }>('POST', '/v1/templates', {
    name: `Designed in ${locale}`,
    content: { subject: 'Hello', design: { version: 1, sections: nothing } },
  })
  expect(status).toBe(201)
  const page = await context.newPage()
  const watched = watch(page, product.url)
  const t = wordsOf(locale)
  await page.goto(`/templates/${body.id}`)
  const canvas = page.getByRole('group', { name: t('designer.canvas', { mode: 'email' }) })
  await expect(canvas).toBeVisible()
  return { product, page, locale, t, watched, template: body.id, canvas }
}

const button = ({ page, t }: Author, id: MessageId) => page.getByRole('button', { name: t(id), exact: true })
/** A block on the canvas by its kind, and the words that it begins with. */
const block = ({ canvas, t }: Author, kind: MessageId, words?: string) =>
  canvas.getByRole('group', {
    name: words === undefined ? t(kind) : t('designer.named', { kind: t(kind), words }),
    exact: true,
  })

async function drags({ page }: Author, from: Locator, to: Locator, place: 'middle' | 'below' = 'middle') {
  await from.hover()
  await page.mouse.down()
  const box = (await to.boundingBox())!
  const y = place === 'middle' ? box.y + box.height / 2 : box.y + box.height - 2
  await page.mouse.move(box.x + box.width / 3, y - 4, { steps: 4 })
  await page.mouse.move(box.x + box.width / 2, y, { steps: 4 })
  await page.mouse.up()
}

async function designOf({ template }: Author): Promise<EmailDesign> {
  const { body } = await product.api<{ content: { design: EmailDesign } }>('GET', `/v1/templates/${template}`)
  return body.content.design
}

/** What the server has of the design, once it is as it should be: each section's columns, each block by its words. */
async function expectKept(a: Author, outline: readonly (readonly string[])[]) {
  let last: unknown
  await until(
    async () => {
      last = outlineOf(await designOf(a))
      return JSON.stringify(last) === JSON.stringify(outline)
    },
    'the design on the server',
    30,
  ).catch(() => expect(last).toEqual(outline))
}

const outlineOf = (design: EmailDesign): string[][] =>
  design.sections.flatMap((section) =>
    section.kind === 'section'
      ? section.columns.map((column) =>
          [...everyBlock({ sections: [{ ...section, columns: [column] }] })].map(({ block }) =>
            block.kind === 'text' ? richText(block.text) : block.kind === 'button' ? block.label : block.kind,
          ),
        )
      : [[section.name]],
  )

test('in French, by mouse: blocks are dragged in and about, written in, deleted, brought back, seen, and sent as seen', async ({
  browser,
}) => {
  test.setTimeout(300_000)
  const a = await anAuthor(browser, 'fr')
  const { page, t, canvas, watched } = a
  await expect(page.getByText(t('designer.empty.title'))).toBeVisible()
  await button(a, 'content.fullScreen').click()
  await expectAccessible(page)
  await expectWords(page)

  await drags(a, button(a, 'designer.kind.text'), canvas.getByText(t('designer.empty.title')))
  await canvas.getByText(t('designer.text.first'), { exact: true }).click()
  const text = page.getByRole('textbox', { name: t('designer.text.label') })
  await expect(text).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Bonjour ')
  await page
    .getByRole('group', { name: t('designer.text.toolbar') })
    .getByRole('button', { name: t('designer.chip.insert') })
    .click()
  const dialog = page.getByRole('dialog', { name: t('designer.chip.insert') })
  await dialog.getByRole('button', { name: t('designer.insert'), exact: true }).click()
  await expect(dialog.getByText(t('designer.chip.expression.wrong'))).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: t('designer.personalize') }).click()
  await page.getByRole('menuitem', { name: 'profile.person.name.firstName' }).click()
  await dialog.getByRole('textbox', { name: t('designer.chip.fallback') }).fill('à vous')
  await dialog.getByRole('button', { name: t('designer.insert'), exact: true }).click()
  await expect(text).toContainText('Bonjour person.name.firstName')
  await expect(text).toBeFocused()
  await expectAccessible(page)

  const written = block(a, 'designer.kind.text', 'Bonjour person.name.firstName')
  await drags(a, button(a, 'designer.layout.1-1'), written, 'below')
  const holes = canvas.getByText(t('designer.column.empty'))
  await expect(holes).toHaveCount(2)
  await drags(a, button(a, 'designer.kind.button'), holes.first())
  await expect(holes).toHaveCount(1)
  const first = block(a, 'designer.kind.button', t('designer.button.first'))
  await page.getByRole('textbox', { name: t('designer.button.label') }).fill('Commander')
  const order = block(a, 'designer.kind.button', 'Commander')
  await expect(first).toHaveCount(0)
  await expectKept(a, [['Bonjour {{ profile.person.name.firstName }}'], ['Commander'], []])
  await drags(a, order, holes)
  await expectKept(a, [['Bonjour {{ profile.person.name.firstName }}'], [], ['Commander']])

  await button(a, 'common.delete').click()
  await expect(order).toHaveCount(0)
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('common.undo') })
    .click()
  await expect(order).toBeVisible()
  const past = page.getByRole('toolbar', { name: t('designer.history') })
  await past.getByRole('button', { name: t('designer.undo') }).click()
  await expect(order).toHaveCount(0)
  await past.getByRole('button', { name: t('designer.redo') }).click()
  await expect(order).toBeVisible()

  await page.getByRole('button', { name: t('designer.checks.count', { count: 1 }) }).click()
  await page.getByRole('button', { name: t('designer.remark.link-without-address') }).click()
  await expect(order).toHaveAttribute('aria-current', 'true')
  await page.getByRole('textbox', { name: t('designer.link'), exact: true }).fill('https://example.com/')
  await expect(page.getByRole('button', { name: t('designer.checks.count', { count: 0 }) })).toBeVisible()

  await drags(a, button(a, 'designer.kind.image'), holes)
  await button(a, 'designer.image.choose').click()
  const choosing = page.waitForEvent('filechooser')
  await button(a, 'designer.assets.upload').click()
  await (await choosing).setFiles(`${root}/packages/server/assets/social/website.png`)
  await expect(button(a, 'designer.image.change')).toBeVisible()
  await page.getByRole('textbox', { name: t('designer.image.alt') }).fill('La boutique')
  await drags(a, button(a, 'designer.kind.conditional'), written, 'below')
  await page.getByRole('textbox', { name: t('designer.condition') }).fill('context.order.total > 100')
  const branches = canvas.getByRole('group', { name: t('designer.branches.shown') })
  const writes = async (words: string) => {
    await canvas.getByText(t('designer.text.first'), { exact: true }).click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(words)
  }
  await writes('La livraison est offerte')
  await branches.getByRole('button', { name: t('designer.otherwise') }).click()
  await drags(a, button(a, 'designer.kind.text'), canvas.getByText(t('designer.branch.empty')))
  await writes('La livraison coûte 5 €')

  await button(a, 'designer.preview').click()
  const seen = page.frameLocator(`iframe[title="${t('designer.preview.frame')}"]`)
  await expect(seen.getByRole('link', { name: 'Commander' })).toBeVisible()
  await expect(seen.getByText('Bonjour Marie')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: t('designer.preview.dark') }).click()
  await expect(page.getByText(t('designer.preview.noDark'))).toBeVisible()

  await expectKept(a, [
    [
      'Bonjour {{ profile.person.name.firstName }}',
      'conditional',
      'La livraison est offerte',
      'La livraison coûte 5 €',
    ],
    ['image'],
    ['Commander'],
  ])
  await page.reload()
  await expect(order).toBeVisible()
  await expect(written).toBeVisible()

  const design = await designOf(a)
  const [free, paid] = await isSentAsDesigned(a, mouseOf(page), design, {
    to: 'nadia@example.com',
    order: { total: 20 },
  })
  const image = [...everyBlock(design)].flatMap(({ block }) => (block.kind === 'image' ? [block.src] : []))
  for (const { html, firstName } of [free, paid]) {
    expect(html).toContain(`Bonjour ${firstName ?? 'à vous'}`)
    expect(html).toContain('href="https://example.com/"')
    expect(html).toMatch(/<img\s[^>]*alt="La boutique"/)
    expect(html).toContain(`src="${image[0]}"`)
  }
  expect(free.order.total).toBeGreaterThan(100)
  expect(free.html).toContain('La livraison est offerte')
  expect(free.html).not.toContain('La livraison coûte 5 €')
  expect(paid.html).toContain('La livraison coûte 5 €')
  expect(paid.html).not.toContain('La livraison est offerte')
  expect(watched.faults).toEqual([])
})

test('in English, by keyboard alone: an email is made, put in order, undone, kept, and sent as seen', async ({
  browser,
}) => {
  test.setTimeout(300_000)
  const a = await anAuthor(browser, 'en')
  const { page, t, canvas, watched } = a
  await tabsTo(page, button(a, 'designer.kind.text'))
  await page.keyboard.press('Enter')
  const text = (words: string) => block(a, 'designer.kind.text', words)
  const hello = 'Hello {{ context.order.number }}'
  await expect(text(t('designer.text.first'))).toBeFocused()

  await page.keyboard.press('Enter')
  const box = page.getByRole('textbox', { name: t('designer.text.label') })
  await expect(box).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
  await page.keyboard.press('ControlOrMeta+b')
  await page.keyboard.type('Hello ')
  await page.keyboard.press('Alt+F10')
  await expect(box).not.toBeFocused()
  await page.keyboard.press('Escape')
  await expect(box).toBeFocused()
  await page.keyboard.press('Alt+F10')
  await tabsTo(page, button(a, 'designer.text.bold'))
  await page.keyboard.press('ArrowRight')
  await expect(button(a, 'designer.text.italic')).toBeFocused()
  await tabsTo(page, button(a, 'designer.link'))
  await page.keyboard.press('ArrowRight')
  await expect(button(a, 'designer.chip.insert')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: t('designer.chip.expression') })).toBeFocused()
  await page.keyboard.type('context.order.number')
  await page.keyboard.press('Enter')
  await expect(box).toBeFocused()
  await expect(box).toHaveText('Hello order.number')
  await page.keyboard.press('Escape')
  await expect(text('Hello order.number')).toBeFocused()

  await tabsTo(page, button(a, 'designer.addAfter'))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const go = block(a, 'designer.kind.button', t('designer.button.first'))
  await expect(go).toBeFocused()
  await expectKept(a, [[hello, t('designer.button.first')]])

  await page.keyboard.press('Alt+ArrowUp')
  await expect(go).toBeFocused()
  await expectKept(a, [[t('designer.button.first'), hello]])
  await page.keyboard.press('ControlOrMeta+d')
  await expect(go).toHaveCount(2)
  await page.keyboard.press('Delete')
  await expect(go).toHaveCount(1)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(go).toHaveCount(2)
  await page.keyboard.press('ControlOrMeta+Shift+Z')
  await expect(go).toHaveCount(1)
  await expect(page.getByText(t('designer.said.stuck'))).toHaveCount(0)

  await tabsTo(page, canvas)
  await page.keyboard.press('Home')
  await expect(canvas.getByRole('group', { name: t('designer.section', { number: 1 }) })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(go).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(canvas.getByRole('group', { name: t('designer.column', { number: 1 }) })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(go).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: t('designer.button.label') })).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Order now')
  await expectKept(a, [['Order now', hello]])
  const writes = async (id: MessageId, words: string) => {
    await tabsTo(page, page.getByRole('textbox', { name: t(id), exact: true }))
    await page.keyboard.insertText(words)
  }
  const current = canvas.locator('[aria-current=true]')
  const adds = async (kind: MessageId) => {
    await backToTool(page, button(a, 'designer.addAfter'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem').first()).toBeFocused()
    await page.keyboard.type(t(kind).slice(0, 3))
    await expect(page.getByRole('menuitem', { name: t(kind) })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(current).toBeFocused()
    await expect(current).toHaveAccessibleName(new RegExp(`^${t(kind)}`))
    await page.keyboard.press('Enter')
    await expect(current).not.toBeFocused()
  }
  await writes('designer.link', 'https://example.com/orders')
  await adds('designer.kind.image')
  const image = `${product.url}/assets/social/website.png`
  await writes('designer.image.address', image)
  await writes('designer.image.alt', 'The shop')
  await adds('designer.kind.conditional')
  await writes('designer.condition', 'context.order.total > 100')
  await tabsTo(page, current, 'Shift+Tab')
  await page.keyboard.press('ArrowDown')
  await expect(text(t('designer.text.first'))).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('Delivery is free')
  await page.keyboard.press('Escape')
  await expectKept(a, [['Order now', 'image', 'conditional', 'Delivery is free', hello]])
  await expectAccessible(page)
  await expectWords(page)

  await page.reload()
  await expect(block(a, 'designer.kind.button', 'Order now')).toBeVisible()
  await arrowsTo(page, page.getByRole('tab', { name: t('designer.structure') }))
  await tabsTo(page, page.getByRole('treeitem').first())
  await page.keyboard.press('End')
  await page.keyboard.press('Alt+ArrowUp')
  await expect(page.getByRole('treeitem', { selected: true })).toBeFocused()
  await expectKept(a, [['Order now', 'image', hello, 'conditional', 'Delivery is free']])
  await expectAccessible(page)

  const [free, paid] = await isSentAsDesigned(a, keyboardOf(page), await designOf(a), {
    to: 'nadia@example.com',
    order: { number: 'B-2', total: 20 },
  })
  for (const { html, order } of [free, paid]) {
    expect(html).toContain(`<strong>Hello </strong><strong>${order.number}</strong>`)
    expect(html).toContain('href="https://example.com/orders"')
    expect(html).toMatch(/<img\s[^>]*alt="The shop"/)
    expect(html).toContain(`src="${image}"`)
  }
  expect(free.order.total).toBeGreaterThan(100)
  expect(free.html).toContain('Delivery is free')
  expect(paid.html).not.toContain('Delivery is free')
  expect(watched.faults).toEqual([])
})

import { expect, test } from '@playwright/test'
import pg from 'pg'
import { newBlock, newSection, paragraphs } from '../packages/core/src/design/new.ts'
import { findEmbedded } from '../packages/server/src/store/embedded/embedded.ts'
import type { MessageId } from '../packages/web/src/messages/index.ts'
import { administrator, aProduct, type Product } from './product.ts'
import { aScreen, wordsOf } from './screen.ts'

let product: Product
test.beforeAll(async () => {
  product = await aProduct()
})
test.afterAll(() => product?.close())

/** Somebody who may only look. No screen makes people, so the database does. */
async function aViewer() {
  const viewer = { ...administrator, email: 'viewer@chappe.test' }
  const client = new pg.Client({ connectionString: await findEmbedded(product.dataFolder) })
  await client.connect()
  try {
    await client.query(
      `insert into person (id, organization_id, email, name, role, password_hash, preferences, created_at)
       select gen_random_uuid(), organization_id, $2, 'Viewer', 'viewer', password_hash, preferences, now()
         from person where email = $1 on conflict do nothing`,
      [administrator.email, viewer.email],
    )
  } finally {
    await client.end()
  }
  return viewer
}

const design = {
  version: 1,
  sections: [
    {
      ...newSection('1-1', ['section', 'left', 'right']),
      columns: [
        {
          id: 'left',
          background: null,
          blocks: [
            { ...newBlock('text', 'text'), text: paragraphs('Hello') },
            { ...newBlock('button', 'button'), label: 'Order', href: 'https://example.com/' },
          ],
        },
        { id: 'right', background: null, blocks: [] },
      ],
    },
  ],
}

for (const look of [
  { locale: 'fr', colorScheme: 'light', width: 1440 },
  { locale: 'en', colorScheme: 'dark', width: 390 },
] as const)
  test(`the designer shows designs to those who may only read, and tells fragments from emails: ${Object.values(look).join(', ')} px`, async ({
    browser,
  }) => {
    const made = async (path: string, body: unknown) =>
      (await product.api<{ id: string }>('POST', path, body)).body.id
    const template = await made('/v1/templates', { name: 'Designed', content: { design } })
    const nothing = { version: 1, sections: [] }
    const empty = await made('/v1/templates', { name: 'Empty', content: { design: nothing } })
    const fragment = (draft: unknown) =>
      made('/v1/fragments', { name: 'Designed', kind: 'visual', draft: { design: draft } })
    const visual = await fragment(design)
    const blank = await fragment(nothing)
    const t = wordsOf(look.locale)

    async function opens(who: typeof administrator) {
      const { page, watched, looks: good } = await aScreen(browser, product, look, who)
      const named = (id: MessageId) => page.getByRole('button', { name: t(id), exact: true })
      const drawer = async (id: MessageId) => {
        if (look.width < 1000) await named(id).click()
      }
      const canvas = async (path: string, mode: 'email' | 'fragment') => {
        await page.goto(path)
        const found = page.getByRole('group', { name: t('designer.canvas', { mode }), exact: true })
        await expect(found).toBeVisible()
        return found
      }
      return { page, watched, named, drawer, good, canvas }
    }

    await test.step('a reader sees everything and changes nothing', async () => {
      const { page, watched, named, drawer, good, canvas } = await opens(await aViewer())
      for (const [path, mode] of [
        [`/templates/${template}`, 'email'],
        [`/fragments/${visual}`, 'fragment'],
      ] as const) {
        const shown = await canvas(path, mode)
        await expect(shown.getByText(t('designer.column.none'))).toBeVisible()
        await expect(named('designer.undo')).toHaveCount(0)
        const order = shown.getByText('Order', { exact: true })
        await order.click()
        await page.keyboard.press('Delete')
        await page.keyboard.press('Alt+ArrowUp')
        await expect(order).toBeVisible()
        await drawer('designer.rail.right')
        const link = page.getByRole('textbox', { name: t('designer.link'), exact: true })
        await expect(link).toHaveValue('https://example.com/')
        await expect(link).not.toBeEditable()
        await good()
        await drawer('designer.rail.right')
        await shown.getByText('Hello').click()
        await page.keyboard.press('Enter')
        await expect(page.getByRole('textbox', { name: t('designer.text.label') })).toHaveCount(0)
        await drawer('designer.rail.left.readOnly')
        await expect(page.getByRole('tab', { name: t('designer.palette'), exact: true })).toHaveCount(0)
        await expect(page.getByRole('treeitem')).toHaveCount(5)
        await good()
      }
      const none = await canvas(`/templates/${empty}`, 'email')
      await expect(none.getByText(t('designer.structure.empty', { mode: 'email' }))).toBeVisible()
      await expect(none.getByRole('button')).toHaveCount(0)
      await good()
      expect(watched.faults).toEqual([])
    })

    await test.step('what is designed is called a fragment where it is one', async () => {
      const { page, watched, named, drawer, good, canvas } = await opens(administrator)
      const shown = await canvas(`/fragments/${blank}`, 'fragment')
      await drawer('designer.rail.left')
      await expect(page.getByText(t('designer.palette.help', { mode: 'fragment' }))).toBeVisible()
      await page.getByRole('tab', { name: t('designer.settings'), exact: true }).click()
      await expect(page.getByText(t('designer.settings.fragment'))).toBeVisible()
      await good()
      await drawer('designer.rail.left')
      await shown.getByRole('button', { name: t('designer.empty.begin') }).click()
      await expect(shown.getByText(t('designer.text.first'))).toBeVisible()
      await page.getByRole('button', { name: t('designer.email', { mode: 'fragment' }) }).click()
      await drawer('designer.rail.right')
      await expect(page.getByText(t('designer.properties.none', { mode: 'fragment' }))).toBeVisible()
      await good()
      await named('designer.preview').click()
      const seen = page.frameLocator(`iframe[title="${t('designer.preview.frame')}"]`)
      await expect(seen.getByText(t('designer.text.first'))).toBeVisible()
      await good()
      expect(watched.faults).toEqual([])
    })
  })

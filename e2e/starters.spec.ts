import { AxeBuilder } from '@axe-core/playwright'
import { analyzeContent } from '@chappe/core/campaign/content'
import type { EmailContent } from '@chappe/core/campaign/schema'
import { compile } from '@chappe/core/template/compile'
import { sampleValues } from '@chappe/core/template/sample'
import { expect, type Page, test } from '@playwright/test'
import { shippedImage } from '../packages/server/src/app/assets/shipped.ts'
import { starters } from '../packages/server/src/app/starters/index.ts'

const origin = 'https://mail.example.com'
const system = { unsubscribeUrl: `${origin}/u`, mirrorUrl: `${origin}/m` }

/** A page that gets what `html` says and the images of the product; whatever else it asked for is told. */
async function reader(page: Page) {
  const shown = { html: '', elsewhere: [] as string[] }
  await page.route('**/*', (route) => {
    const { pathname, origin: asked } = new URL(route.request().url())
    const image = asked === origin ? shippedImage(pathname.replace(/^\/assets\//, '')) : undefined
    if (image) return route.fulfill({ body: image, contentType: 'image/png' })
    if (asked === origin && pathname === '/')
      return route.fulfill({ body: shown.html, contentType: 'text/html; charset=utf-8' })
    shown.elsewhere.push(route.request().url())
    return route.abort()
  })
  return shown
}

function rendered(content: EmailContent): string {
  const compiled = compile(content.html, { mode: 'html' })
  if (!compiled.ok) throw new Error('does not compile')
  return compiled.template.render({ ...sampleValues(analyzeContent(content).variables), system })
}

for (const language of ['en', 'fr'] as const)
  for (const [colorScheme, widths] of [
    ['light', [320, 600, 1200]],
    ['dark', [600]],
  ] as const)
    test(`the starter templates can be read, in ${language}, ${colorScheme}`, async ({ browser }, info) => {
      const page = await (await browser.newContext({ colorScheme })).newPage()
      const shown = await reader(page)
      for (const { key, content } of await starters(language, origin)) {
        shown.html = rendered(content)
        await page.goto(`${origin}/`)
        for (const width of widths) {
          await page.setViewportSize({ width, height: 800 })
          await page.screenshot({ path: info.outputPath(`${key}-${width}.png`), fullPage: true })
          const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
          expect(over, `${key} at ${width}`).toBeLessThanOrEqual(0)
        }
        const broken = '[...document.images].filter((one) => !one.naturalWidth).map((one) => one.src)'
        expect(await page.evaluate(broken), key).toEqual([])
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21aa'])
          .analyze()
        const told = violations.flatMap(({ id, nodes }) =>
          nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
        )
        expect(told, key).toEqual([])
      }
      expect(shown.elsewhere).toEqual([])
      await page.context().close()
    })

import { analyzeContent } from '@chappe/core/campaign/content'
import { checkDesign } from '@chappe/core/design/check'
import { compile } from '@chappe/core/template/compile'
import { tokenizeHtml } from '@chappe/core/template/html'
import { extractLinks } from '@chappe/core/template/links'
import { sampleValues } from '@chappe/core/template/sample'
import { doIUseEmail } from '@jsx-email/doiuse-email'
import { describe, expect, test } from 'vitest'
import { shippedImage } from '../assets/shipped.ts'
import { starterList, starters } from './index.ts'

const publicUrl = 'https://mail.example.com'
const all = [...(await starters('en', publicUrl)), ...(await starters('fr', publicUrl))]
const attributes = ['person.name.firstName', 'loyalty.tier']

// Those with readers: Windows Mail and Gmail's page for old phones are gone.
const emailClients = [
  ...['gmail.desktop-webmail', 'gmail.ios', 'gmail.android', 'apple-mail.macos', 'apple-mail.ios'],
  ...['outlook.windows', 'outlook.macos', 'outlook.ios', 'outlook.android'],
]

/** What some of them do not know, and what is left then is right too. */
const graceful = [
  // Corners are square.
  'border-radius',
  // The style sheet is for phones and dark mode only; a program without it gets tables of fixed width.
  ...['@media', 'Attribute selector', 'Child combinator', 'Chaining selectors'],
  // They set links and images back to what such a program does anyway.
  ...['outline', 'word-spacing', 'border-spacing', 'float', 'white-space', 'target attribute'],
  // Its background is on the element inside, too.
  '<body> element',
]

test('there are six, in both languages, each under its own key', async () => {
  expect(all).toHaveLength(12)
  expect(new Set(starterList.map(({ key }) => key)).size).toBe(6)
  for (const { name, description, language, content } of all) {
    expect([name, description, content.subject, content.preheader]).not.toContain('')
    expect(content.design?.settings.language).toBe(language)
    expect(content.text).toBe('')
  }
})

test('they are made once, and with the addresses of this installation', async () => {
  expect(await starters('fr', publicUrl)).toBe(await starters('fr', publicUrl))
  const [elsewhere] = await starters('fr', 'http://localhost:8025')
  expect(elsewhere!.content.html).toContain('http://localhost:8025/assets/starter/')
})

describe.each(all.map((starter) => [`${starter.key} ${starter.language}`, starter] as const))(
  '%s',
  (_, starter) => {
    const { content, category } = starter
    const { html } = content

    test('has nothing that the designer’s check remarks on', () => {
      expect(checkDesign(content.design!, html)).toEqual([])
    })

    test('is read by the language without a mistake or a doubt', () => {
      expect(analyzeContent(content, attributes).problems).toEqual([])
    })

    test('has a value or a default for all it says of a person', () => {
      const { variables } = analyzeContent(content, attributes)
      const needed = variables.filter(({ namespace, required }) => namespace === 'profile' && required)
      expect(needed.filter(({ hasDefault, path }) => !hasDefault && path.at(-1) === 'firstName')).toEqual([])
    })

    test('renders with sample values, and without any', () => {
      const { variables } = analyzeContent(content)
      const compiled = compile(html, { mode: 'html' })
      if (!compiled.ok) throw new Error('does not compile')
      const system = { unsubscribeUrl: 'https://u.example', mirrorUrl: 'https://m.example' }
      for (const scope of [
        { ...sampleValues(variables), system },
        { profile: {}, context: {}, system },
      ]) {
        const page = compiled.template.render(scope)
        expect(page).not.toMatch(/\{\{|\{%|undefined|\[object|NaN/)
        expect(page).toContain('</html>')
      }
    })

    test('shows only images that come with the product, each with a text or on purpose without', () => {
      const images = tokenizeHtml(html).filter((token) => token.kind === 'open' && token.name === 'img')
      expect(images.length).toBeGreaterThan(0)
      for (const token of images) {
        if (token.kind !== 'open') continue
        const value = (name: string) => {
          const found = token.attributes.find((attribute) => attribute.name === name)
          return found && html.slice(found.offset, found.end)
        }
        expect(value('src')).toMatch(/^https:\/\/mail\.example\.com\/assets\//)
        expect(shippedImage(value('src')!.slice(`${publicUrl}/assets/`.length)), value('src')).toBeDefined()
        expect(value('alt')).toBeDefined()
      }
    })

    test('says who it is for: language, title, direction, and the links that marketing must have', () => {
      expect(html).toMatch(new RegExp(`<html lang="${starter.language}"`))
      expect(html).toMatch(/<title>[^<]+<\/title>/)
      expect(html.includes('{{system.unsubscribeUrl}}')).toBe(category === 'marketing')
      expect(html.includes('{{system.mirrorUrl}}')).toBe(category === 'marketing')
      expect(extractLinks(html).length).toBeGreaterThan(0)
      expect(html).not.toMatch(/<table(?![^>]*role="presentation")/)
    })

    test('is small enough to be shown whole', () => {
      expect(Buffer.byteLength(html)).toBeLessThan(60 * 1024)
    })

    test('uses nothing whose absence a reader of Gmail, Outlook or Apple Mail would notice', () => {
      const checked = doIUseEmail(html, { emailClients })
      const errors = 'errors' in checked ? checked.errors : []
      expect(
        errors.filter((error) => !graceful.some((feature) => error.startsWith(`\`${feature}\``))),
      ).toEqual([])
    })
  },
)

import { execFileSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { aProduct, type Product, until } from './product.ts'
import {
  aBrowser,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  type Look,
  signIn,
  watch,
} from './screen.ts'

/**
 * Each screen is looked at twice, so that it is seen in both languages, both colour schemes and both widths; one half
 * of the screens in the first pairing, the other in the second.
 */
const looks: Required<Look>[] = [
  { locale: 'en', colorScheme: 'light', width: 1440 },
  { locale: 'fr', colorScheme: 'light', width: 1440 },
  { locale: 'fr', colorScheme: 'dark', width: 400 },
  { locale: 'en', colorScheme: 'dark', width: 400 },
]

const returns = { addresses: 'returns@shop.example' }

let product: Product
let screens: string[]

test.beforeAll(async () => {
  product = await aProduct()
  execFileSync('sh', ['-c', `${product.printedCurl()} -sS`])
  const first = async (path: string) =>
    (await product.api<{ items: { id: string }[] }>('GET', path)).body.items[0]?.id
  const live = await first('/v1/campaigns?status=live')
  await product.api('POST', `/v1/campaigns/${live}/draft`)
  await product.api('POST', `/v1/campaigns/${live}/activate`, {})
  const draft = await first('/v1/campaigns?status=draft')
  const configuration = await first('/v1/channel-configurations')
  const person = await first('/v1/profiles')
  const message = await until(() => first('/v1/inbox/entries'), 'a message in the Inbox')
  await product.api('POST', '/v1/suppressions', {
    type: 'address',
    value: 'gone@example.com',
    comment: 'Asked us',
  })
  await product.api('POST', '/v1/topics', {
    key: 'news',
    name: { en: 'News', fr: 'Actualités' },
    channels: ['email', 'sms'],
    doubleOptIn: true,
  })
  await product.api('POST', '/v1/feedback-sources', { kind: 'smtp', name: 'Returns', config: returns })
  screens = [
    '/',
    '/campaigns',
    '/campaigns?tab=action',
    '/campaigns?tab=orchestration',
    '/campaigns?create=true',
    '/campaigns/calendar?drafts=true',
    '/campaigns/calendar?view=month',
    ...['properties', 'actions', 'content', 'audience', 'schedule'].map(
      (tab) => `/campaigns/${draft}?tab=${tab}`,
    ),
    `/campaigns/${draft}/review`,
    `/campaigns/${draft}/simulate`,
    `/campaigns/${draft}/simulate?view=proofs`,
    `/campaigns/${live}?view=live`,
    `/campaigns/${live}/versions?number=2&with=1`,
    '/profiles',
    ...['attributes', 'identities', 'consents', 'messages'].map((tab) => `/profiles/${person}?tab=${tab}`),
    '/inbox',
    `/inbox/${message}`,
    '/admin/configurations',
    '/admin/configurations/new',
    `/admin/configurations/${configuration}`,
    '/admin/clients',
    '/admin/profile-fields',
    '/admin/identity-namespaces',
    '/admin/event-types',
    '/admin/languages',
    '/admin/languages/new',
    '/admin/topics',
    '/admin/consent',
    '/admin/consent?tab=pages',
    '/admin/feedback-sources',
    '/admin/suppressions',
    '/account',
    '/nowhere',
  ]
})
test.afterAll(() => product?.close())

for (const [turn, look] of looks.entries())
  test(`screens are readable by everybody: ${Object.values(look).join(', ')} px`, async ({ browser }) => {
    const context = await aBrowser(browser, product, look)
    const page = await context.newPage()
    const watched = watch(page, product.url)
    watched.allow(401, /\/v1\/session$/)
    const visit = async (path: string) => {
      await page.goto(path)
      await expectAccessible(page)
      await expectWords(page)
      await expectNoOverflow(page)
    }
    if (turn % 3 === 0) await visit('/sign-in')
    await signIn(context, product)
    const half = screens.filter((_, index) => index % 2 === turn % 2)
    expect(half.length).toBeGreaterThan(15)
    for (const path of half) await test.step(path, () => visit(path))
    expect(watched.faults).toEqual([])
  })

import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test'
import { IntlMessageFormat } from 'intl-messageformat'
import { catalogs, type Locale, type MessageId, tagOf } from '../packages/web/src/messages/index.ts'
import { administrator, type Product } from './product.ts'

type Values = Record<string, string | number>
export type Say = (id: MessageId, values?: Values) => string

/** What the UI says, in a language, as a person would read it. */
export const wordsOf =
  (locale: Locale): Say =>
  (id, values = {}) =>
    String(new IntlMessageFormat(catalogs[locale][id], tagOf[locale]).format(values))

/** Colours in the middle of a transition are nobody's: dialogs and panels fade in. */
const settled = `Promise.all(
  document
    .getAnimations()
    .filter((one) => one.effect.getComputedTiming().iterations !== Infinity)
    .map((one) => one.finished.catch(() => {})),
)`

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** The page has come to rest: it is there, nothing is being fetched, nothing moves. */
async function expectSettled(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible()
  await expect(page.locator('[aria-busy=true], .loading, .awaiting')).toHaveCount(0)
  await page.evaluate(settled)
}

const examined = new Set<string>()

/** A step of a journey on a screen, in whatever language: the lines that lead here, the address, the look. */
async function placeOf(page: Page, stack: string): Promise<string> {
  const lines = stack.split('\n').filter((line) => /e2e[\\/]/.test(line))
  const { pathname, search } = new URL(page.url())
  const isDark = await page.evaluate<boolean>(`matchMedia('(prefers-color-scheme: dark)').matches`)
  const address = `${pathname}${search}`.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
  return [address, page.viewportSize()?.width, isDark, ...lines].join('\n')
}

/**
 * Nothing that axe finds. It looks once at each step: in the other language the same step has the same elements, and
 * `screens.spec.ts` looks at every screen in both. Left out are messages in frames, which are other people's documents,
 * and what was read out a moment ago: React Aria keeps it for some seconds, even when the button that it names is gone.
 */
export async function expectAccessible(page: Page): Promise<void> {
  const stack = new Error('a step').stack ?? ''
  await expectSettled(page)
  const place = await placeOf(page, stack)
  if (examined.has(place)) return
  examined.add(place)
  const axe = new AxeBuilder({ page }).withTags(rules).exclude('iframe').exclude('[data-live-announcer]')
  let { violations } = await axe.analyze()
  if (violations.length > 0) {
    // What arrived while it looked may have been on its way from one colour to the other. A fault is there twice.
    await expectSettled(page)
    violations = (await axe.analyze()).violations
  }
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  )
  expect.soft(found, page.url()).toEqual([])
}

/** The page is no wider than the screen: what is wider scrolls in itself. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const over = await page.evaluate(`['html', '#main'].flatMap((name) => {
    const { scrollWidth = 0, clientWidth = 0 } = document.querySelector(name) ?? {}
    return scrollWidth > clientWidth ? [name + ' ' + scrollWidth + ' > ' + clientWidth] : []
  })`)
  expect.soft(over, page.url()).toEqual([])
}

const ids = new RegExp(
  `\\b(?:${[...new Set(Object.keys(catalogs.en).map((id) => id.split('.')[0]))].join('|')})\\.[a-z]`,
)

/** Everything has its words, and nothing that was not filled in shows. */
export async function expectWords(page: Page): Promise<void> {
  const text = await page.locator('body').ariaSnapshot()
  expect.soft(text, page.url()).not.toMatch(ids)
  expect.soft(text, page.url()).not.toMatch(/\bundefined\b|\bNaN\b|\[object /)
}

/** What a page did that it must not: requests to others, errors, what its own policy forbids. */
export interface Watch {
  readonly faults: string[]
  /** An answer that is part of the story, such as the 401 of a wrong password. */
  allow(status: number, path: RegExp): void
}

export function watch(page: Page, origin: string): Watch {
  const faults: string[] = []
  const allowed: { status: number; path: RegExp }[] = []
  page.on('request', (request) => {
    const { protocol, origin: other } = new URL(request.url())
    if (/^(https?|wss?):$/.test(protocol) && other !== origin) faults.push(`asked another: ${request.url()}`)
  })
  page.on('pageerror', (error) => faults.push(`threw: ${error.stack ?? error.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    // Frames of messages run no scripts; the tools of this test try to.
    if (message.text().startsWith('Blocked script execution')) return
    const { url } = message.location()
    const isAllowed = allowed.some(
      ({ status, path }) => message.text().includes(`status of ${status} `) && path.test(url),
    )
    if (!isAllowed) faults.push(`${message.type()}: ${message.text()} (${url})`)
  })
  return { faults, allow: (status, path) => void allowed.push({ status, path }) }
}

export interface Look {
  readonly locale: Locale
  readonly colorScheme?: 'light' | 'dark'
  readonly width?: number
}

/**
 * A journey must pass on any machine: what it, or a screen, took for granted about time shows in a browser that is so
 * many times slower, each of whose requests is so many milliseconds late.
 * `SLOW_BROWSER=6 LATE_ANSWERS=400 npx playwright …`
 */
const slowness = Number(process.env.SLOW_BROWSER ?? 1)
const latency = Number(process.env.LATE_ANSWERS ?? 0)

async function slowDown(page: Page): Promise<void> {
  const devTools = await page.context().newCDPSession(page)
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: slowness })
  const limits = { offline: false, latency, downloadThroughput: -1, uploadThroughput: -1 }
  await devTools.send('Network.emulateNetworkConditions', limits)
}

let opened: { of: string; contexts: BrowserContext[] } = { of: '', contexts: [] }

/** Pages that a journey leaves open would go on asking their server beside the next one, and that is slower for it. */
async function closeOthers(): Promise<BrowserContext[]> {
  const { testId, retry } = test.info()
  const of = `${testId} ${retry}`
  if (of !== opened.of) {
    const { contexts } = opened
    opened = { of, contexts: [] }
    await Promise.all(contexts.map((context) => context.close()))
  }
  return opened.contexts
}

/** A browser of somebody's own. What breaks a rule of the page's policy says so on the console. */
export async function aBrowser(browser: Browser, product: Product, look: Look): Promise<BrowserContext> {
  const { locale, colorScheme = 'light', width = 1440 } = look
  const contexts = await closeOthers()
  const context = await browser.newContext({
    baseURL: product.url,
    locale: tagOf[locale],
    colorScheme,
    reducedMotion: 'reduce',
    viewport: { width, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await context.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
    console.error('Policy: ' + event.violatedDirective + ' ' + event.blockedURI))`)
  contexts.push(context)
  if (slowness > 1 || latency > 0) context.on('page', (page) => void slowDown(page))
  return context
}

/** Signs in without the screen. */
export async function signIn(context: BrowserContext, product: Product, who = administrator): Promise<void> {
  const answer = await context.request.post('/v1/session', {
    data: who,
    headers: { origin: product.url },
  })
  expect(answer.status()).toBe(200)
}

/** All is well with what the page shows: everybody can use it, in words, within the screen. */
async function expectGood(page: Page): Promise<void> {
  await expectAccessible(page)
  await expectWords(page)
  await expectNoOverflow(page)
}

export interface Screen {
  readonly page: Page
  readonly t: Say
  readonly watched: Watch
  /** `expectGood` of its page. */
  looks(): Promise<void>
}

/** Somebody who has signed in, at a screen of their own. */
export async function aScreen(
  browser: Browser,
  product: Product,
  look: Look,
  who = administrator,
): Promise<Screen> {
  const context = await aBrowser(browser, product, look)
  await signIn(context, product, who)
  const page = await context.newPage()
  const watched = watch(page, product.url)
  return { page, t: wordsOf(look.locale), watched, looks: () => expectGood(page) }
}

/** The dialog that is open: not the menu that it was chosen from, which is one too while it fades. */
export const openDialog = (page: Page): Locator => page.locator('[role="dialog"]:not([data-exiting])')

/** Presses a radio button where people do: on what stands over it, once that is at rest and nothing lies above. */
export const choose = (radio: Locator): Promise<void> =>
  radio.locator('xpath=ancestor-or-self::*[self::label or self::button][1]').click()

/**
 * Opens a picker or a menu, goes with a key to one of what it offers, and takes it: by keyboard as a person does, each
 * key where the focus has arrived. (While it is open, nothing of the page behind it has a role.)
 */
export async function picks(page: Page, opener: Locator, key: string, option: Locator): Promise<void> {
  // What it is called may change with what is taken.
  const opened = await opener.elementHandle()
  await opened?.press('Enter')
  await expect(page.locator('[role=option]:focus, [role=menuitem]:focus')).toBeVisible()
  await page.keyboard.press(key)
  await expect(option).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(() => opened?.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true)
}

/** The next requests (or so many of them) of this method to this address wait for their answer until it is given. */
export async function late(
  page: Page,
  method: string,
  address: RegExp,
  times?: number,
): Promise<() => Promise<void>> {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  let left = times ?? Number.POSITIVE_INFINITY
  await page.route(address, async (route) => {
    if (route.request().method() === method && left-- > 0) await given
    await route.fallback()
  })
  return async () => {
    give()
    await page.unroute(address)
  }
}

import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { expect, type Locator, type Page } from '@playwright/test'
import type { EmailDesign } from '../packages/core/src/design/schema.ts'
import { compile } from '../packages/core/src/template/compile.ts'
import { copiesTheRequest, expectSaved, type Marketer, runsTheRequest } from './marketer.ts'
import { expectAccessible, expectWords, openDialog } from './screen.ts'
import { messageOnce } from './sending.ts'

/** How somebody works: with the mouse, or with keys alone. */
export interface Hands {
  /** Presses a button or a switch, or chooses a tab. */
  press(target: Locator): Promise<void>
  /** Opens a list and chooses its first option. */
  choosesFirst(list: Locator): Promise<void>
}

export const mouseOf = (page: Page): Hands => ({
  async press(target) {
    const isSwitch = (await target.getAttribute('role')) === 'switch'
    await (isSwitch ? target.locator('xpath=ancestor::label') : target).click()
  },
  async choosesFirst(list) {
    await list.click()
    await page.getByRole('option').first().click()
  },
})

export const keyboardOf = (page: Page): Hands => ({
  async press(target) {
    const role = await target.getAttribute('role')
    if (role === 'tab') await arrowsTo(page, target)
    else await tabsTo(page, target)
    await page.keyboard.press(role === 'switch' ? 'Space' : 'Enter')
  },
  async choosesFirst(list) {
    await expect(list).toBeEnabled()
    await tabsTo(page, list)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('option').first()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('option')).toHaveCount(0)
  },
})

const isFocused = (target: Locator) => target.evaluate((one) => one === one.ownerDocument.activeElement)

/** Presses Tab until the keyboard is there. What to look for by its role takes a while: it is found once, unless it goes. */
export async function tabsTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  let found = await target.elementHandle()
  for (let pressed = 0; pressed < 80; pressed++) {
    const [isThere, isHere] = await found!.evaluate((one) => [
      one.isConnected,
      one === one.ownerDocument.activeElement,
    ])
    if (isHere) break
    if (isThere) await page.keyboard.press(key)
    else found = await target.elementHandle()
  }
  await expect(target).toBeFocused()
}

/** Tab stops at the chosen tab only; the arrows go from tab to tab. */
export async function arrowsTo(page: Page, tab: Locator) {
  const all = page.getByRole('tablist').filter({ has: tab }).getByRole('tab')
  await tabsTo(page, all.and(page.locator('[aria-selected=true]')))
  for (let pressed = await all.count(); pressed > 0 && !(await isFocused(tab)); pressed--)
    await page.keyboard.press('ArrowRight')
  await expect(tab).toBeFocused()
}

/** Goes back to a toolbar, which Tab enters where it was left or at its near end; the arrows go to the tool. */
export async function backToTool(page: Page, tool: Locator) {
  const bar = page.getByRole('toolbar').filter({ has: tool })
  const isInside = () => bar.evaluate((one) => one.contains(one.ownerDocument.activeElement))
  for (let pressed = 0; pressed < 80 && !(await isInside()); pressed++) await page.keyboard.press('Shift+Tab')
  for (let pressed = 0; pressed < 10 && !(await isFocused(tool)); pressed++)
    await page.keyboard.press('ArrowLeft')
  await expect(tool).toBeFocused()
}

/** What a call gives to one recipient. */
interface Call {
  campaignId: string
  requestId: string
  recipients: {
    userId: string
    profile?: { person?: { name?: { firstName?: string } } }
    context: { order: Record<string, unknown> }
    channelData?: { emailAddress: string }
  }[]
}

/** Makes a campaign of the template that is open, has it reviewed, and activates it. */
async function activates(m: Marketer, hands: Hands): Promise<void> {
  const { page, t } = m
  const button = (id: Parameters<typeof t>[0]) => page.getByRole('button', { name: t(id), exact: true })
  const tab = (id: Parameters<typeof t>[0]) => page.getByRole('tab', { name: t(id) })
  await hands.press(button('templates.useInCampaign'))
  await expect(openDialog(page).getByRole('textbox')).toBeFocused()
  await hands.press(openDialog(page).getByRole('button', { name: t('inventory.create.submit') }))
  await expect(tab('campaign.tab.actions')).toBeVisible()
  await expect(page.getByRole('group', { name: t('designer.canvas', { mode: 'email' }) })).toBeVisible()
  await hands.press(tab('campaign.tab.actions'))
  await hands.choosesFirst(page.getByRole('button', { name: t('campaign.configuration') }))
  await expect(page.getByText(t('campaign.configuration.status.active'), { exact: true })).toBeVisible()
  await hands.press(tab('campaign.tab.audience'))
  await hands.press(page.getByRole('switch', { name: t('campaign.createProfiles') }))
  await expect(page.getByRole('switch', { name: t('campaign.createProfiles') })).toBeChecked()
  await expectSaved(m)
  await hands.press(button('campaign.toReview'))
  await expect(button('campaign.activate')).toBeEnabled()
  await expectAccessible(page)
  await expectWords(page)
  await hands.press(button('campaign.activate'))
  await expect(page.getByRole('heading', { name: t('campaign.activated.live') })).toBeVisible()
}

/** The body that a copied cURL sends: what its shell would give to curl last. */
function bodyOf(request: string): Call {
  const curl = 'curl() { while [ $# -gt 1 ]; do shift; done; printf %s "$1"; }'
  return JSON.parse(execFileSync('sh', ['-c', `${curl}\n${request}`], { encoding: 'utf8' })) as Call
}

/** The same call for somebody else, with other values of the context. */
const callWith = (call: Call, to: string, context: Call['recipients'][0]['context']): Call => ({
  ...call,
  requestId: randomUUID(),
  recipients: call.recipients.map((one) => ({
    ...one,
    userId: to,
    ...(one.channelData && { channelData: { ...one.channelData, emailAddress: to } }),
    context,
  })),
})

/** The HTML of the newest message to the recipient of a call, once that was sent. */
async function received({ product }: Marketer, call: Call, executionId: string): Promise<string> {
  await messageOnce(product, executionId, ['sent'])
  const { userId, channelData } = call.recipients[0]!
  const to = encodeURIComponent(channelData?.emailAddress ?? userId)
  const { body } = await product.api<{ items: { html: string }[] }>('GET', `/v1/inbox?to=${to}`)
  return body.items[0]!.html
}

/** What the designer’s preview shows of a design, had it these values. */
async function previewed({ product }: Marketer, design: EmailDesign, call: Call): Promise<string> {
  const { status, body } = await product.api<{ html: string }>('POST', '/v1/designs/compile', { design })
  expect(status).toBe(200)
  const compiled = compile(body.html, { mode: 'html' })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  const { profile = {}, context } = call.recipients[0]!
  return compiled.template.render({ profile, context })
}

/**
 * A message without what sending adds to it, to be compared letter by letter with what was previewed: the pixel
 * goes, each tracked link becomes the address that it really leads to (so it is followed, and has to redirect),
 * and the document is no longer called by its subject, which a design alone does not know.
 */
async function untracked(html: string, origin: string, subject: string): Promise<string> {
  const pixel = new RegExp(
    `<img src="${origin}/t/o/[^"]+" width="1" height="1" alt="" style="border:0">`,
    'g',
  )
  expect(html.match(pixel), 'one pixel').toHaveLength(1)
  let plain = html
    .replace(pixel, '')
    .replaceAll('\r\n', '\n')
    .trimEnd()
    .replace(`<title>${subject}</title>`, '<title>Message</title>')
    .replace(
      `aria-label="${subject}" aria-roledescription="email"`,
      'aria-label="Message" aria-roledescription="email"',
    )
  for (const [, link] of html.matchAll(new RegExp(`"(${origin}/t/c/[^"]+)"`, 'g'))) {
    const followed = await fetch(link!.replaceAll('&amp;', '&'), { redirect: 'manual' })
    expect(followed.status).toBe(302)
    plain = plain.replace(`"${link}"`, `"${followed.headers.get('location')}"`)
  }
  expect(plain).not.toContain(`${origin}/t/`)
  return plain
}

/** A message that somebody got, and the values that it was made with. */
export interface Sent {
  readonly html: string
  readonly firstName: string | undefined
  readonly order: Record<string, unknown>
}

/**
 * The open template goes out in a campaign of its own: by the call that the live page shows, run as it is copied,
 * and by the same call for somebody else, with another order. Each message is, letter by letter, what the
 * designer’s preview makes of the design and the values of its call.
 */
export async function isSentAsDesigned(
  m: Marketer,
  hands: Hands,
  design: EmailDesign,
  other: { to: string; order: Record<string, unknown> },
): Promise<[Sent, Sent]> {
  const { product } = m
  await activates(m, hands)
  const request = await copiesTheRequest(m, hands.press)
  const shown = bodyOf(request)
  const { status, executionId } = await runsTheRequest(m, request)
  expect(status).toBe('202')
  const asked = callWith(shown, other.to, { order: other.order })
  const { body } = await product.api<{ executionId: string }>('POST', '/ajo/im/executions/unitary', asked)

  const compared = async (call: Call, execution: string): Promise<Sent> => {
    const message = await received(m, call, execution)
    const html = await untracked(message, product.url, 'Hello')
    expect(html).toBe(await previewed(m, design, call))
    const { profile, context } = call.recipients[0]!
    return { html, firstName: profile?.person?.name?.firstName, order: context.order }
  }
  return [await compared(shown, executionId), await compared(asked, body.executionId)]
}

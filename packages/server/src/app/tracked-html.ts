import type { LocaleContent } from '@chappe/core/campaign/contents'
import { mergePatch } from '@chappe/core/kit/merge-patch'
import { type Template as Compiled, compile } from '@chappe/core/template/compile'
import { decodeEntities } from '@chappe/core/template/entities'
import { escapeHtml, escapes } from '@chappe/core/template/escape'
import { tokenizeHtml } from '@chappe/core/template/html'
import type { Sink } from '@chappe/core/template/limits'
import { extractLinks, type Link, rewrite } from '@chappe/core/template/links'
import { describe } from '@chappe/core/template/problems'
import { type TrackingTokens, trackingPaths } from './tracking.ts'

/** What a message's templates read under `system`. */
export interface SystemValues {
  readonly token: string
  readonly unsubscribeUrl: string
  readonly mirrorUrl: string
  readonly preferencesUrl: string
  /** Only a message that asks for a confirmation has something behind it. */
  readonly confirmUrl: string
  /** The instant of the message and the seed of its random numbers, so that it can be made again. */
  readonly now: Date
  readonly seed: string
}

export interface Scope {
  readonly profile: Record<string, unknown>
  readonly context: Record<string, unknown>
  readonly system: SystemValues
}

/** The profile that a message is written with: what is stored, and what the call says instead (RFC 7396). */
export const personal = (
  stored: Record<string, unknown>,
  { profile }: { readonly profile?: Record<string, unknown> },
): Record<string, unknown> => (profile ? (mergePatch(stored, profile) as Record<string, unknown>) : stored)

export interface Template<S = Scope> {
  readonly statics: readonly string[]
  renderTo(scope: S, sink: Sink): void
}

export function textOf<S>(template: Template<S>, scope: S): string {
  const written: string[] = []
  template.renderTo(scope, {
    static: (id) => void written.push(template.statics[id]!),
    text: (value) => void written.push(value),
  })
  return written.join('')
}

/** Thrown for content that does not compile; activation refuses it, so it cannot be met in a live version. */
export class ContentError extends Error {
  override readonly name = 'ContentError'
}

export function compiled(source: string, mode: 'html' | 'text' | 'header'): Compiled {
  const result = compile(source, { mode })
  if (result.ok) return result.template
  throw new ContentError(result.problems.map(describe).join(' '))
}

// Noncharacters (Unicode 23.7): no text holds them, so they can mark the bounds of a dynamic address.
const marks = { open: '\ufdd0', named: '\ufdd1', close: '\ufdd2' } as const
const anyMark = /[\ufdd0-\ufdd2]/g

export interface HtmlTracking {
  readonly origin: string
  readonly opens: boolean
  readonly clicks: boolean
  readonly tokens: TrackingTokens
  /** Number of the first link, for contents that others come before. */
  readonly firstLink?: number
}

/**
 * Compiles an HTML part with its links led over click tracking and the pixel before `</body>`, as asked. Links
 * whose address is known in advance go by their number; one that is made of values carries its address, signed,
 * in the query. Either way the links are those of `extractLinks`, in its order.
 */
export function compileHtml(source: string, tracking: HtmlTracking): Template {
  const html = source.replace(anyMark, '')
  const links = tracking.clicks ? extractLinks(html) : []
  const { firstLink = 0 } = tracking
  const changes = links.map((link, n) => ({
    offset: link.offset,
    end: link.end,
    value: link.dynamic
      ? `${marks.open}${firstLink + n}${marks.named}${html.slice(link.offset, link.end)}${marks.close}`
      : trackingPaths.click(tracking.origin, '{{system.token}}', firstLink + n),
  }))
  if (tracking.opens) changes.push(pixel(html, tracking.origin))
  const template = compiled(rewrite(html, changes), 'html')
  return links.some(({ dynamic }) => dynamic) ? withDynamicLinks(template, tracking) : template
}

const linksIn = (source: string): Link[] => extractLinks(source.replace(anyMark, ''))

/** The links of a version, as they are numbered in its messages: through all its locales. */
export const linksOf = (contents: readonly LocaleContent[]): Link[] =>
  contents.flatMap(({ content }) => linksIn(content.html))

/** Each content with the number of its first link. */
export function numbered(contents: readonly LocaleContent[]): (LocaleContent & { firstLink: number })[] {
  let next = 0
  return contents.map((content) => {
    const firstLink = next
    next += linksIn(content.content.html).length
    return { ...content, firstLink }
  })
}

function pixel(html: string, origin: string) {
  const body = tokenizeHtml(html).findLast((token) => token.kind === 'close' && token.name === 'body')
  const at = body?.offset ?? html.length
  const src = trackingPaths.open(origin, '{{system.token}}')
  return { offset: at, end: at, value: `<img src="${src}" width="1" height="1" alt="" style="border:0">` }
}

type Step = number | { readonly begins: number } | 'ends'

/** Collects what is rendered between two marks, and puts the signed link to it there instead. */
function withDynamicLinks(template: Compiled, { origin, tokens }: HtmlTracking): Template {
  const statics: string[] = []
  const steps = template.statics.map((text) =>
    text
      .split(/(\ufdd0\d+\ufdd1|\ufdd2)/)
      .filter((piece) => piece !== '')
      .map((piece): Step => {
        if (piece === marks.close) return 'ends'
        if (piece.startsWith(marks.open)) return { begins: Number(piece.slice(1, -1)) }
        return statics.push(piece) - 1
      }),
  )
  return {
    statics,
    renderTo(scope, sink) {
      let link = -1
      let address = ''
      template.renderTo(scope, {
        text(value) {
          if (link < 0) sink.text(value)
          else address += value
        },
        static(id) {
          for (const step of steps[id]!) {
            if (typeof step === 'number') {
              if (link < 0) sink.static(step)
              else address += statics[step]!
            } else if (step === 'ends') {
              sink.text(trackedLink(address, link, scope.system.token, origin, tokens))
              link = -1
            } else {
              link = step.begins
              address = ''
            }
          }
        },
      })
    },
  }
}

function trackedLink(
  written: string,
  link: number,
  token: string,
  origin: string,
  tokens: TrackingTokens,
): string {
  const url = escapes.url.escaped(decodeEntities(written).trim())
  // A value may turn out to be a mail address or nothing at all: such a link stays what it is.
  if (!/^https?:\/\/[^/]/i.test(url)) return written
  const signature = tokens.sign(token, link, url)
  const query = new URLSearchParams({ u: url, s: signature })
  return escapeHtml(`${trackingPaths.click(origin, token, link)}?${query}`)
}

/** Name of a link in counters: the version it stands in and its number there. */
export const linkKey = (version: number, link: number): string => `${version}:${link}`

import { audiencesReadBy } from '@chappe/core/audience/membership'
import { contentsOf, type FragmentSnapshot, fragmentsOf, localeFor } from '@chappe/core/campaign/contents'
import { Definition } from '@chappe/core/campaign/schema'
import { executionIdOf } from '@chappe/core/kit/ids'
import { remember } from '@chappe/core/kit/remember'
import { escapes } from '@chappe/core/template/escape'
import type { House } from '../context.ts'
import * as deliveries from '../store/deliveries.ts'
import * as messages from '../store/messages.ts'
import { type CallRecipient, meant } from '../store/messages.ts'
import * as recipients from '../store/recipients.ts'
import { seenByContent } from './rendering/memberships.ts'
import { compileHtml, linksOf, numbered, personal, textOf } from './tracked-html.ts'
import { type Tracked, type TrackingTokens, trackingPaths } from './tracking.ts'

/** Days that the mirror page of a message is shown. */
const mirrorDays = 60
const most = 200

/** What a version said, as it was sent. */
interface Said {
  readonly definition: Definition
  /** Of the campaign and of its variants, links numbered through all of them. */
  readonly contents: ReturnType<typeof numbered>
}

/** Follows the links in messages: where a numbered link leads, and what the message looked like. */
export class Links {
  readonly #house: Pick<House, 'db' | 'now'>
  readonly #tokens: TrackingTokens
  readonly #versions = new Map<string, Said>()
  readonly #urls = new Map<string, readonly (string | undefined)[]>()

  constructor(house: Pick<House, 'db' | 'now'>, tokens: TrackingTokens) {
    this.#house = house
    this.#tokens = tokens
  }

  /** Where link number `link` of a message leads, unless its address is made of values; undefined for no link. */
  async destination({ messageId, sandboxId }: Tracked, link: number): Promise<string | undefined> {
    const message = await messages.behindLink(this.#house.db, sandboxId, messageId)
    if (!message) return undefined
    const key = `${sandboxId}/${message.campaignId}/${message.version}`
    let urls = this.#urls.get(key)
    if (!urls) {
      const said = await this.#version({ ...message, sandboxId })
      if (!said) return undefined
      urls = linksOf(said.contents).map(({ url, dynamic }) =>
        dynamic ? undefined : escapes.url.escaped(url),
      )
      remember(this.#urls, key, urls, most)
    }
    return urls[link]
  }

  /** The message's HTML as it was sent, made again, without the pixel; undefined when it is gone or too old. */
  async mirror({ messageId, sandboxId }: Tracked): Promise<string | undefined> {
    const { db, now } = this.#house
    const message = await messages.behindLink(db, sandboxId, messageId)
    if (!message || now().getTime() - message.createdAt.getTime() > mirrorDays * 86_400_000) return undefined
    const said = await this.#version({ ...message, sandboxId })
    const recipient =
      message.recipientId === null ? await this.#called({ messageId, sandboxId }) : meant(message.recipientId)
    if (!said || !recipient) return undefined
    const { definition } = said
    const contents = said.contents.filter(({ variant }) => variant === message.variant)
    if (contents.length === 0) return undefined
    const ids = message.profileId ? [message.profileId] : []
    const known = await recipients.attributesOf(db, sandboxId, ids)
    const profiles = await seenByContent(db, sandboxId, audiencesReadBy(contents), known)
    const profile = personal(profiles.get(message.profileId ?? '') ?? {}, recipient)
    const locales = contents.map(({ locale }) => locale)
    const locale = localeFor(definition.languages, locales, profile)
    const { content, firstLink } = contents[locales.indexOf(locale)]!
    const token = this.#tokens.of({ messageId, sandboxId })
    // The page's own links need no origin, whichever it was reached by.
    const origin = ''
    const { clicks } = definition.tracking
    const template = compileHtml(content.html, {
      origin,
      opens: false,
      clicks,
      tokens: this.#tokens,
      firstLink,
    })
    return textOf(template, {
      profile,
      context: recipient.context ?? {},
      system: {
        token,
        unsubscribeUrl: trackingPaths.unsubscribe(origin, token),
        mirrorUrl: trackingPaths.mirror(origin, token),
        preferencesUrl: trackingPaths.preferences(origin, token),
        confirmUrl: trackingPaths.confirm(origin, token),
        now: message.createdAt,
        seed: messageId,
      },
    })
  }

  /** The recipient of a call that the message is for; undefined when the call is gone. */
  async #called({ messageId, sandboxId }: Tracked): Promise<CallRecipient | undefined> {
    const [call] = await messages.callsById(this.#house.db, sandboxId, [executionIdOf(messageId)])
    if (!call) return undefined
    const { recipients: called } = JSON.parse(call.body) as { recipients: CallRecipient[] }
    return called[Number.parseInt(messageId.slice(-2), 16) - 1]
  }

  async #version(of: { sandboxId: number; campaignId: string; version: number }): Promise<Said | undefined> {
    const key = `${of.sandboxId}/${of.campaignId}/${of.version}`
    const known = this.#versions.get(key)
    if (known) return known
    const row = await deliveries.versionOf(this.#house.db, of)
    if (!row) return undefined
    const definition = Definition.parse(row.definition)
    const fragments = fragmentsOf(row.fragments as FragmentSnapshot)
    const said = { definition, contents: numbered(contentsOf(definition, fragments)) }
    remember(this.#versions, key, said, most)
    return said
  }
}

import { Definition } from '@chappe/core/campaign/schema'
import { executionIdOf } from '@chappe/core/kit/ids'
import { escapes } from '@chappe/core/template/escape'
import type { House } from '../context.ts'
import * as deliveries from '../store/deliveries.ts'
import type { CallRecipient } from '../store/messages.ts'
import * as messages from '../store/messages.ts'
import * as recipients from '../store/recipients.ts'
import { compileHtml, linksOf, personal } from './tracked-html.ts'
import { type Tracked, type TrackingTokens, trackingPaths } from './tracking.ts'

/** Days that the mirror page of a message is shown. */
export const mirrorDays = 60
const most = 200

/** Follows the links in messages: where a numbered link leads, and what the message looked like. */
export class Links {
  readonly #house: Pick<House, 'db' | 'now'>
  readonly #tokens: TrackingTokens
  readonly #definitions = new Map<string, Definition>()
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
      const definition = await this.#definition({ ...message, sandboxId })
      if (!definition) return undefined
      urls = linksOf(definition.content.html).map(({ url, dynamic }) =>
        dynamic ? undefined : escapes.url.escaped(url),
      )
      remember(this.#urls, key, urls)
    }
    return urls[link]
  }

  /** The message's HTML as it was sent, made again, without the pixel; undefined when it is gone or too old. */
  async mirror({ messageId, sandboxId }: Tracked): Promise<string | undefined> {
    const { db, now } = this.#house
    const message = await messages.behindLink(db, sandboxId, messageId)
    if (!message || now().getTime() - message.createdAt.getTime() > mirrorDays * 86_400_000) return undefined
    const definition = await this.#definition({ ...message, sandboxId })
    const [call] = await messages.callsById(db, sandboxId, [executionIdOf(messageId)])
    if (!definition || !call) return undefined
    const { recipients: called } = JSON.parse(call.body) as { recipients: CallRecipient[] }
    const recipient = called[Number.parseInt(messageId.slice(-2), 16) - 1]
    if (!recipient) return undefined
    const profiles = await recipients.attributesOf(
      db,
      sandboxId,
      message.profileId ? [message.profileId] : [],
    )
    const token = this.#tokens.of({ messageId, sandboxId })
    // The page's own links need no origin, whichever it was reached by.
    const origin = ''
    const template = compileHtml(definition.content.html, {
      origin,
      opens: false,
      clicks: definition.tracking.clicks,
      tokens: this.#tokens,
    })
    const parts: string[] = []
    template.renderTo(
      {
        profile: personal(profiles.get(message.profileId ?? '') ?? {}, recipient),
        context: recipient.context ?? {},
        system: {
          token,
          unsubscribeUrl: trackingPaths.unsubscribe(origin, token),
          mirrorUrl: trackingPaths.mirror(origin, token),
        },
      },
      { static: (id) => void parts.push(template.statics[id]!), text: (value) => void parts.push(value) },
    )
    return parts.join('')
  }

  async #definition(of: { sandboxId: number; campaignId: string; version: number }) {
    const key = `${of.sandboxId}/${of.campaignId}/${of.version}`
    const known = this.#definitions.get(key)
    if (known) return known
    const row = await deliveries.versionOf(this.#house.db, of)
    if (!row) return undefined
    const definition = Definition.parse(row.definition)
    remember(this.#definitions, key, definition)
    return definition
  }
}

function remember<T>(kept: Map<string, T>, key: string, value: T): void {
  if (kept.size >= most) kept.delete(kept.keys().next().value!)
  kept.set(key, value)
}

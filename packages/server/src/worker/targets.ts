import { audiencesReadBy } from '@chappe/core/audience/membership'
import {
  contentsOf,
  type FragmentSnapshot,
  type Fragments,
  fragmentsOf,
} from '@chappe/core/campaign/contents'
import { type Category, Definition, uncertainPolicyOf } from '@chappe/core/campaign/schema'
import { variantOf } from '@chappe/core/campaign/variants'
import type { EmailSettings } from '@chappe/core/configuration/schema'
import { remember } from '@chappe/core/kit/remember'
import { openedProvider } from '../app/configurations.ts'
import { type Content, compileVersion } from '../app/rendering/compile.ts'
import { trackingTokens } from '../app/tracking.ts'
import type { Sender } from '../channels/provider.ts'
import type { House } from '../context.ts'
import type { LeasedBatch } from '../store/batches.ts'
import * as configurations from '../store/configurations.ts'
import * as deliveries from '../store/deliveries.ts'
import type { Log, OpenConfiguration, OpenSender } from './ports.ts'

type Key = Pick<LeasedBatch, 'sandboxId' | 'campaignId' | 'version' | 'variant' | 'occurrenceId'>

/** What the messages of a campaign version, or of one of its variants, are sent with at this moment. */
export type Target = Rules & {
  /** Go on; or leave out what has not left (stopped); or wait; or nothing can ever be sent, for this reason. */
  readonly state:
    | { readonly kind: 'go'; readonly content: Content; readonly sender: Sender }
    | { readonly kind: 'halted' }
    | { readonly kind: 'waits'; readonly why: string; readonly isPaused?: true }
    | {
        readonly kind: 'impossible'
        readonly reason: 'configuration-missing' | 'rendering'
        readonly why: string
      }
  readonly retryMinutes: number
  readonly executionField: string
}

/** What the version itself says about the delivery of its own content, or of a variant. */
interface Rules {
  readonly definition: Definition
  readonly fragments: Fragments
  readonly category: Category
  readonly highThroughput: boolean
  readonly policy: ReturnType<typeof uncertainPolicyOf>
  readonly configurationId: string | null
  /** Ids among which are those of the audiences that its content reads. */
  readonly audiences: readonly string[]
}

interface Opened {
  readonly revision: number
  readonly settings: EmailSettings
  readonly sender: Sender
}

/** Campaigns in these statuses still send what was accepted: an end date does not take back what came before it. */
const sending = new Set(['live', 'completed'])
const most = 500

/** Finds targets and keeps what is dear to make: versions, compiled contents, open senders. */
export class Targets {
  readonly #house: House
  readonly #open: OpenSender
  readonly #log: Log
  readonly #tokens: ReturnType<typeof trackingTokens>
  readonly #versions = new Map<string, Promise<Rules | undefined>>()
  readonly #contents = new Map<string, Content | Error>()
  readonly #senders = new Map<string, { revision: number; opening: Promise<Opened | undefined> }>()

  constructor(house: House, open: OpenSender, log: Log) {
    this.#house = house
    this.#open = open
    this.#log = log
    this.#tokens = trackingTokens(house.secrets)
  }

  /** The target as it stands now; undefined when the campaign is no more. */
  async of(key: Key): Promise<Target | undefined> {
    const rules = await this.#rules(key)
    if (!rules) return undefined
    const id = rules.configurationId
    const standing = await deliveries.standing(this.#house.db, key, id)
    if (standing.campaignStatus === null) return undefined
    const opened =
      id !== null && standing.configurationRevision !== null
        ? await this.#opened(key.sandboxId, id, standing.configurationRevision)
        : undefined
    return {
      ...rules,
      retryMinutes: opened?.settings.retryMinutes ?? 60,
      executionField: opened?.settings.executionField ?? '',
      state: this.#state(key, rules, standing, opened),
    }
  }

  async close(): Promise<void> {
    const senders = [...this.#senders.values()]
    this.#senders.clear()
    for (const { opening } of senders) await closed(opening)
  }

  #state(key: Key, rules: Rules, standing: deliveries.Standing, opened: Opened | undefined): Target['state'] {
    if (standing.campaignStatus === 'paused')
      return { kind: 'waits', why: 'The campaign is paused.', isPaused: true }
    if (!sending.has(standing.campaignStatus ?? '')) return { kind: 'halted' }
    if (standing.configurationStatus === null)
      return {
        kind: 'impossible',
        reason: 'configuration-missing',
        why: 'The channel configuration is gone.',
      }
    if (standing.configurationStatus !== 'active')
      return { kind: 'waits', why: 'The channel configuration is not active.' }
    if (!opened) return { kind: 'waits', why: 'The channel configuration cannot be opened; see the log.' }
    const content = this.#content(key, rules, opened)
    if (content instanceof Error) return { kind: 'impossible', reason: 'rendering', why: content.message }
    return { kind: 'go', content, sender: opened.sender }
  }

  #rules(key: Key): Promise<Rules | undefined> {
    return keep(this.#versions, nameOf(key), async () => {
      const row = await deliveries.versionOf(this.#house.db, key)
      if (!row) return undefined
      const definition = Definition.parse(row.definition)
      const category = row.category as Category
      const fragments = fragmentsOf(row.fragments as FragmentSnapshot)
      const variant = key.variant === null ? undefined : variantOf(definition, key.variant)
      const said = contentsOf(definition, fragments).filter(({ variant }) => variant === key.variant)
      return {
        definition,
        configurationId: variant?.channelConfigurationId ?? definition.channelConfigurationId,
        fragments,
        category,
        highThroughput: row.highThroughput,
        policy: uncertainPolicyOf(definition, category),
        audiences: audiencesReadBy(said),
      }
    })
  }

  #content(key: Key, rules: Rules, { revision, settings }: Opened): Content | Error {
    const { definition, fragments, category, configurationId } = rules
    const name = `${nameOf(key)}/${configurationId}/${revision}`
    const known = this.#contents.get(name)
    if (known) return known
    let content: Content | Error
    try {
      const { variant } = key
      const version = { definition, variant, fragments, category, settings, tokens: this.#tokens }
      content = compileVersion(this.#house, version)
      content.prepare()
    } catch (error) {
      content = error as Error
    }
    remember(this.#contents, name, content, most)
    return content
  }

  #opened(sandboxId: number, id: string, revision: number): Promise<Opened | undefined> {
    const name = `${sandboxId}/${id}`
    const current = this.#senders.get(name)
    if (current && current.revision >= revision) return current.opening
    const next = { revision, opening: this.#openAt(sandboxId, id) }
    const forgotten = remember(this.#senders, name, next, most)
    const forget = () => this.#senders.get(name) === next && this.#senders.delete(name)
    next.opening.then((opened) => opened ?? forget(), forget)
    // What they have begun they finish; the rest comes back as not sent and goes over a new one.
    for (const old of [current, forgotten]) if (old) void closed(old.opening)
    return next.opening
  }

  async #openAt(sandboxId: number, id: string): Promise<Opened | undefined> {
    const row = await configurations.find(this.#house.db, sandboxId, id)
    if (!row) return undefined
    try {
      const sender = this.#open(openConfiguration(this.#house, row))
      return { revision: row.revision, settings: row.settings, sender }
    } catch (error) {
      this.#log.error({ err: error, configuration: id }, 'A channel configuration cannot be opened')
      return undefined
    }
  }
}

const nameOf = ({ sandboxId, campaignId, version, variant }: Key) =>
  `${sandboxId}/${campaignId}/${version}/${variant ?? ''}`

/** @throws Error when the secrets were sealed with another key */
export const openConfiguration = (
  house: Pick<House, 'secrets'>,
  row: configurations.ConfigurationRow,
): OpenConfiguration => ({ sandboxId: row.sandboxId, id: row.id, ...openedProvider(house, row) })

const closed = (opening: Promise<Opened | undefined>): Promise<void> =>
  opening.then((opened) => opened?.sender.close()).catch(() => {})

/** The value under a name, made once; a failure is not kept. */
function keep<T>(kept: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const known = kept.get(name)
  if (known) return known
  const made = make()
  remember(kept, name, made, most)
  made.catch(() => kept.get(name) === made && kept.delete(name))
  return made
}

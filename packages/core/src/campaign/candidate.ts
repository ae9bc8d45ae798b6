import type { ConfigurationStatus } from '../configuration/schema.ts'
import type { FragmentStatus } from '../content/fragment-lifecycle.ts'
import type { FragmentSource } from '../template/fragments.ts'
import type { CampaignStatus } from './lifecycle.ts'
import type { CampaignKind, Category, Definition } from './schema.ts'

/** Everything that decides whether a version may be activated. */
export interface Candidate {
  readonly campaign: {
    readonly kind: CampaignKind
    readonly name: string
    readonly category: Category
    readonly highThroughput: boolean
    readonly status: CampaignStatus
    /** How often it was sent by its schedule. */
    readonly occurrences: number
  }
  readonly definition: Definition
  /** The version that this one replaces; null on the first activation. */
  readonly live: Definition | null
  /** What `channelConfigurationId` leads to; null when it leads nowhere. */
  readonly configuration: CandidateConfiguration | null
  /** Those that variants name themselves, by id. */
  readonly configurations?: ReadonlyMap<string, CandidateConfiguration>
  /** What the definition's topic leads to; null when it leads nowhere. */
  readonly topic?: { readonly archived: boolean; readonly channels: readonly string[] } | null
  /** Every fragment that the content refers to and that there is, by id. */
  readonly fragments?: ReadonlyMap<string, CandidateFragment>
  /** Of the audiences that the definition names: those that can be sent to. */
  readonly audiences?: ReadonlySet<string>
  /** Dotted paths of the profile attributes that are known. */
  readonly attributes: readonly string[]
  readonly now: Date
}

export interface CandidateConfiguration {
  readonly name: string
  readonly status: ConfigurationStatus
  readonly category: Category
  readonly settings: { readonly senderEmail: string }
}

/** A fragment as it would be used: what is live of it, or its draft where nothing is. */
export interface CandidateFragment extends FragmentSource {
  readonly status: FragmentStatus
  /** Null while nothing of it was ever live. */
  readonly liveVersion?: number | null
}

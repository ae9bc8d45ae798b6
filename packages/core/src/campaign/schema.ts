import { z } from 'zod'
import { TopicKey } from '../consent/schema.ts'
import { EmailDesign } from '../design/schema.ts'
import { Pace } from '../schedule/rate/schema.ts'
import { CampaignSchedule } from '../schedule/schema.ts'
import { Waves } from '../schedule/waves.ts'
import { campaignStatuses } from './lifecycle.ts'
import { AutoPause, PausedReason } from './watch.ts'

export const campaignKinds = ['action', 'api_triggered', 'orchestrated'] as const
export type CampaignKind = (typeof campaignKinds)[number]

export const categories = ['transactional', 'marketing'] as const
export type Category = (typeof categories)[number]

export const channels = ['email'] as const
export type Channel = (typeof channels)[number]

/** Sizes in bytes unless said otherwise; every limit of a campaign stands here. */
export const campaignLimits = {
  name: 200,
  description: 2_000,
  tags: 50,
  tag: 60,
  subject: 1_000,
  preheader: 500,
  html: 2 * 1024 * 1024,
  htmlWarning: 100 * 1024,
  text: 500 * 1024,
  excluded: 20,
  variants: 20,
  variantName: 100,
  /** Messages that everybody gets besides the first. */
  actions: 4,
} as const

export const CampaignName = z.string().trim().min(1).max(campaignLimits.name)
/** By which a file in somebody's repository, or another system, knows a campaign; unique in the sandbox. */
export const CampaignKey = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'Write letters, digits, points, hyphens and underscores')
const Tag = z.string().trim().min(1).max(campaignLimits.tag)
export const Tags = z.array(Tag).max(campaignLimits.tags)

/** What an email says; templates in Chappe's personalization language. An empty text is made from the HTML. */
export const EmailContent = z.object({
  subject: z.string().max(campaignLimits.subject).default(''),
  preheader: z.string().max(campaignLimits.preheader).default(''),
  html: z.string().max(campaignLimits.html).default(''),
  text: z.string().max(campaignLimits.text).default(''),
  /** The email designer's document; when there is one, `html` is what the server compiled from it. */
  design: EmailDesign.nullable().default(null),
})
export type EmailContent = z.infer<typeof EmailContent>

/** The languages of a campaign: a copy of language settings, so that a version says all about itself. */
export const Languages = z.object({
  /** The settings that this was copied from. */
  settingsId: z.uuid().nullable().default(null),
  /** Profile attribute that holds a person's language. */
  attribute: z.string().min(1).max(200).default('preferredLanguage'),
  locales: z.array(z.string().max(20)).min(1).max(50),
  defaultLocale: z.string().max(20),
  fallbacks: z.record(z.string(), z.string()).default({}),
})
export type Languages = z.infer<typeof Languages>

/** What to do with a message that a crash left between hand-over and answer. */
export const uncertainPolicies = ['resend_once', 'leave'] as const

/** A JSON Schema (2020-12, the subset that `template/sample` infers) for the `context` of a call. */
export const ContextSchema = z.record(z.string(), z.unknown())
export type ContextSchema = z.infer<typeof ContextSchema>

/** A content beside the campaign's own: what a wave says instead, or what a further action says besides. */
export const Variant = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Write lower-case letters, digits and hyphens, 40 at most'),
  name: z.string().trim().min(1).max(campaignLimits.variantName),
  /** Null: the campaign's. */
  channelConfigurationId: z.uuid().nullable().default(null),
  content: EmailContent.default(EmailContent.parse({})),
  translations: z.record(z.string().max(20), EmailContent).default({}),
})
export type Variant = z.infer<typeof Variant>

const once = (ids: readonly string[]) => new Set(ids).size === ids.length

/** Everything about a campaign that a version freezes. */
export const Definition = z.object({
  channelConfigurationId: z.uuid().nullable().default(null),
  /** What a marketing campaign is about: those who refused the topic do not receive it. Null: no topic. */
  topic: TopicKey.nullable().default(null),
  /** With languages: what the default locale says. */
  content: EmailContent.default(EmailContent.parse({})),
  languages: Languages.nullable().default(null),
  /** What the other locales say, by locale; one without content here gets the default's. */
  translations: z.record(z.string().max(20), EmailContent).default({}),
  tracking: z
    .object({ opens: z.boolean().default(true), clicks: z.boolean().default(true) })
    .default({ opens: true, clicks: true }),
  audience: z
    .object({
      /** Namespace in which recipients of type `external` are looked up when they name none that is known. */
      namespace: z.string().min(1).max(60).default('email'),
      createProfiles: z.boolean().default(false),
      /** Whom a campaign with a schedule is for, and the audiences whose members it leaves out. */
      id: z.uuid().nullable().default(null),
      exclude: z.array(z.uuid()).max(campaignLimits.excluded).default([]),
    })
    .default({ namespace: 'email', createProfiles: false, id: null, exclude: [] }),
  /** When a campaign with an audience is sent; the window below is of campaigns that are called. */
  trigger: CampaignSchedule.default({ kind: 'now' }),
  /** Sends an occurrence in parts; null: to everybody at once. */
  waves: Waves.nullable().default(null),
  /** How fast the workers get the people of an occurrence; null is without limit. */
  pace: Pace.default(Pace.parse({})),
  autoPause: AutoPause.default(AutoPause.parse({})),
  variants: z
    .array(Variant)
    .max(campaignLimits.variants)
    .refine((variants) => once(variants.map(({ id }) => id)), { error: 'Name each id once' })
    .default([]),
  /** Variants that everybody gets besides the campaign's own content: further actions. */
  actions: z
    .array(z.string())
    .max(campaignLimits.actions)
    .refine(once, { error: 'Name each once' })
    .default([]),
  /** RFC 3339 instants; null means from activation on, and until stopped. */
  schedule: z
    .object({
      startAt: z.iso.datetime({ offset: true }).nullable().default(null),
      endAt: z.iso.datetime({ offset: true }).nullable().default(null),
      timezone: z.string().max(60).default('UTC'),
    })
    .default({ startAt: null, endAt: null, timezone: 'UTC' }),
  /** Null: transactional campaigns resend once, marketing campaigns leave the message uncertain. */
  uncertainPolicy: z.enum(uncertainPolicies).nullable().default(null),
  context: z
    .object({
      /** Null: inferred from the content. */
      schema: ContextSchema.nullable().default(null),
      /** Refuse calls whose context does not fit the schema. */
      validate: z.boolean().default(false),
    })
    .default({ schema: null, validate: false }),
})
export type Definition = z.infer<typeof Definition>

export const emptyDefinition: Definition = Definition.parse({})

/** The policy in force when the definition leaves it to the category. */
export const uncertainPolicyOf = (definition: Definition, category: Category) =>
  definition.uncertainPolicy ?? (category === 'transactional' ? 'resend_once' : 'leave')

export const versionStates = ['draft', 'live', 'superseded'] as const
export type VersionState = (typeof versionStates)[number]

/** What a person can ask of a campaign from a menu or a page; the server says which are possible. */
export const campaignCommands = [
  'activate',
  'edit',
  'discard_draft',
  'pause',
  'resume',
  'stop',
  'duplicate',
  'archive',
  'unarchive',
  'delete',
  'edit_tags',
] as const
export type CampaignCommand = (typeof campaignCommands)[number]

const CampaignCommandState = z.object({ command: z.enum(campaignCommands), available: z.boolean() })

const instant = z.iso.datetime({ offset: true })

export const Campaign = z.object({
  id: z.uuid(),
  kind: z.enum(campaignKinds),
  category: z.enum(categories),
  channel: z.enum(channels),
  /** Null: none was given, and the campaign is known by its id. */
  key: z.string().nullable(),
  name: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  status: z.enum(campaignStatuses),
  highThroughput: z.boolean(),
  /** Goes up with every change; send it back with an edit so that nobody's work is overwritten. */
  revision: z.int(),
  draftVersion: z.int().nullable(),
  liveVersion: z.int().nullable(),
  startAt: instant.nullable(),
  endAt: instant.nullable(),
  /** Of a campaign with a schedule: when it sends next, and how often it did. */
  nextAt: instant.nullable(),
  occurrences: z.int(),
  createdAt: instant,
  createdBy: z.string(),
  modifiedAt: instant,
  modifiedBy: z.string(),
  activatedAt: instant.nullable(),
  endedAt: instant.nullable(),
  archivedAt: instant.nullable(),
  /** Of an archived campaign: its status when it comes back. */
  returnsTo: z.enum(campaignStatuses).nullable(),
  /** Null: in no folder. */
  folderId: z.uuid().nullable(),
  failure: z.string().nullable(),
  /** Of a paused campaign: why it paused itself; null: somebody paused it. */
  pausedReason: PausedReason.nullable(),
  actions: z.array(CampaignCommandState),
})
export type Campaign = z.infer<typeof Campaign>

export const CampaignVersion = z.object({
  campaignId: z.uuid(),
  number: z.int(),
  state: z.enum(versionStates),
  revision: z.int(),
  definition: Definition,
  createdAt: instant,
  createdBy: z.string(),
  modifiedAt: instant,
  modifiedBy: z.string(),
  activatedAt: instant.nullable(),
  activatedBy: z.string().nullable(),
})
export type CampaignVersion = z.infer<typeof CampaignVersion>

export const editorTabs = ['properties', 'actions', 'content', 'audience', 'schedule'] as const
export type EditorTab = (typeof editorTabs)[number]

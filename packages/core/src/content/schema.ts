import { z } from 'zod'
import { channels, EmailContent, Tags } from '../campaign/schema.ts'
import { EmailDesign } from '../design/schema.ts'
import { fragmentActions, fragmentStatuses } from './fragment-lifecycle.ts'

const instant = z.iso.datetime({ offset: true })
const audit = {
  revision: z.int(),
  createdAt: instant,
  createdBy: z.string(),
  modifiedAt: instant,
  modifiedBy: z.string(),
}

/** Sizes in bytes (UTF-8) unless said otherwise (spec sections 5.2 and 5.6). */
export const contentLimits = {
  name: 200,
  description: 2_000,
  visualFragment: 100 * 1024,
  expressionFragment: 200 * 1024,
  asset: 5 * 1024 * 1024,
  /** An imported archive, and what it may unpack to. */
  archive: 10 * 1024 * 1024,
  unpacked: 40 * 1024 * 1024,
  locales: 50,
} as const

export const ContentName = z.string().trim().min(1).max(contentLimits.name)
const Description = z.string().max(contentLimits.description).default('')

/** A reusable message. Copy semantics: what was made from it does not follow it, nor it what it was made from. */
export const ContentTemplate = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  channel: z.enum(channels),
  tags: z.array(z.string()),
  content: EmailContent,
  ...audit,
})
export type ContentTemplate = z.infer<typeof ContentTemplate>
export const TemplateInput = z.object({
  name: ContentName,
  description: Description,
  channel: z.enum(channels).default('email'),
  tags: Tags.default([]),
  content: EmailContent,
})

/** A template that comes with the product, in one language. */
export const StarterTemplate = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  language: z.enum(['en', 'fr']),
  category: z.enum(['transactional', 'marketing']),
  content: EmailContent,
})
export type StarterTemplate = z.infer<typeof StarterTemplate>

export const fragmentKinds = ['visual', 'expression'] as const
export type FragmentKind = (typeof fragmentKinds)[number]
export const fragmentFormats = ['html', 'text', 'json'] as const

/** What a fragment says. A visual one is written as a design (its sections), whose compiled form is `content`. */
export const FragmentContent = z.object({
  design: EmailDesign.nullable().default(null),
  content: z.string().max(contentLimits.expressionFragment).default(''),
})
export type FragmentContent = z.infer<typeof FragmentContent>

export const FragmentPublication = z.object({
  status: z.enum(['inProgress', 'complete', 'error']),
  at: instant,
  by: z.string(),
  /** Campaigns that follow and were moved on so far, and how many there are. */
  done: z.int(),
  total: z.int(),
  errors: z.array(
    z.object({ campaignId: z.uuid().nullable(), campaignName: z.string(), detail: z.string() }),
  ),
})
export type FragmentPublication = z.infer<typeof FragmentPublication>

export const Fragment = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(fragmentKinds),
  format: z.enum(fragmentFormats),
  status: z.enum(fragmentStatuses),
  tags: z.array(z.string()),
  /** What is being written, or null while it equals the live version. */
  draft: FragmentContent.nullable(),
  live: FragmentContent.nullable(),
  /** Something is written that is not live. */
  hasDraft: z.boolean(),
  liveVersion: z.int().nullable(),
  /** Names of the editable fields that its content reads as `field.…`. */
  fields: z.array(z.string()),
  publication: FragmentPublication.nullable(),
  actions: z.array(z.enum([...fragmentActions, 'edit', 'delete'])),
  /** Campaigns, templates and fragments that refer to it. */
  uses: z.int(),
  ...audit,
})
export type Fragment = z.infer<typeof Fragment>
/** As lists show it, without its contents. */
export const FragmentSummary = Fragment.omit({ draft: true, live: true, fields: true })
export type FragmentSummary = z.infer<typeof FragmentSummary>
export const FragmentInput = z.object({
  name: ContentName,
  description: Description,
  kind: z.enum(fragmentKinds),
  format: z.enum(fragmentFormats).default('html'),
  tags: Tags.default([]),
  draft: FragmentContent,
})

/** Who refers to a fragment. */
export const FragmentUse = z.object({
  kind: z.enum(['campaign', 'template', 'fragment']),
  id: z.uuid(),
  name: z.string(),
  /** Of a campaign: its status, and the versions that refer to it. */
  status: z.string().nullable(),
  versions: z.array(z.int()),
})
export type FragmentUse = z.infer<typeof FragmentUse>

/** A public image. */
export const Asset = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Absolute; the same for ever. */
  url: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  createdAt: instant,
  createdBy: z.string(),
})
export type Asset = z.infer<typeof Asset>

/** BCP 47: `fr`, `fr-CA`, `zh-Hant-TW`. */
export const Locale = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/)

export const LanguageInput = z
  .object({
    name: ContentName,
    attribute: z.string().min(1).max(200).default('preferredLanguage'),
    locales: z.array(Locale).min(1).max(contentLimits.locales),
    defaultLocale: Locale,
    fallbacks: z.record(Locale, Locale).default({}),
  })
  .superRefine(({ locales, defaultLocale, fallbacks }, check) => {
    const refuse = (path: string[], message: string) => check.addIssue({ code: 'custom', path, message })
    if (new Set(locales).size < locales.length) refuse(['locales'], 'Each locale once')
    if (!locales.includes(defaultLocale)) refuse(['defaultLocale'], 'Must be one of the locales')
    for (const to of Object.values(fallbacks))
      if (!locales.includes(to)) refuse(['fallbacks'], `${to} is not one of the locales`)
  })
export const LanguageSetting = z.object({
  id: z.uuid(),
  name: z.string(),
  attribute: z.string(),
  locales: z.array(z.string()),
  defaultLocale: z.string(),
  fallbacks: z.record(z.string(), z.string()),
  ...audit,
})
export type LanguageSetting = z.infer<typeof LanguageSetting>

import { z } from 'zod'
import { Definition } from '../campaign/schema.ts'
import { LanguageInput, LanguageSetting, Locale } from '../content/schema.ts'
import { campaignAt } from './campaigns.ts'
import { endpoint, nothing, one } from './endpoint.ts'

const tag = 'Languages'
const at = '/v1/language-settings/:id'

export const listLanguageSettings = endpoint({
  id: 'listLanguageSettings',
  summary: 'Language settings, by name',
  tag,
  method: 'GET',
  path: '/v1/language-settings',
  access: 'content:read',
  reply: z.object({ items: z.array(LanguageSetting) }),
})
export const createLanguageSetting = endpoint({
  id: 'createLanguageSetting',
  summary: 'Create language settings',
  tag,
  method: 'POST',
  path: '/v1/language-settings',
  access: 'content:write',
  status: 201,
  body: LanguageInput,
  reply: LanguageSetting,
})
export const saveLanguageSetting = endpoint({
  id: 'saveLanguageSetting',
  summary: 'Change language settings; campaigns keep the copy they have until they take the new one',
  tag,
  method: 'PUT',
  path: at,
  access: 'content:write',
  params: one,
  body: LanguageInput.and(z.object({ revision: z.int32() })),
  reply: LanguageSetting,
})
export const deleteLanguageSetting = endpoint({
  id: 'deleteLanguageSetting',
  summary: 'Delete language settings; campaigns keep their copy',
  tag,
  method: 'DELETE',
  path: at,
  access: 'content:write',
  params: one,
  status: 204,
  reply: nothing,
})

export const translationFormats = ['xliff', 'json'] as const
export const exportTranslation = endpoint({
  id: 'exportTranslation',
  summary: 'The texts of a campaign’s draft for translators: from the default locale into one other',
  tag,
  method: 'GET',
  path: `${campaignAt}/translations/:locale`,
  access: 'campaigns:read',
  params: z.object({ id: z.uuid(), locale: Locale }),
  query: z.object({
    format: z.enum(translationFormats).default('xliff'),
    /** One of the draft's variants; absent: the campaign's own content. */
    variant: z.string().max(40).optional(),
  }),
  reply: z.object({ filename: z.string(), mediaType: z.string(), text: z.string() }),
})
export const importTranslation = endpoint({
  id: 'importTranslation',
  summary:
    'Put translated texts into the draft. Texts whose source changed since the export are told and left',
  tag,
  method: 'PUT',
  path: `${campaignAt}/translations/:locale`,
  access: 'campaigns:write',
  params: z.object({ id: z.uuid(), locale: Locale }),
  body: z.object({
    revision: z.int32(),
    text: z.string().max(4 * 1024 * 1024),
    variant: z.string().max(40).optional(),
  }),
  reply: z.object({
    revision: z.int32(),
    definition: Definition,
    applied: z.int(),
    /** Units left as they were, and why; `markup`: what stands around its words is not all there. */
    skipped: z.array(
      z.object({ unit: z.string(), reason: z.enum(['empty', 'source-changed', 'unknown', 'markup']) }),
    ),
  }),
})

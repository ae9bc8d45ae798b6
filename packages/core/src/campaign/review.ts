import { z } from 'zod'
import type { Place } from './links.ts'
import { type EditorTab, editorTabs } from './schema.ts'

/** Every alert that a review can raise. Its level is part of the code: errors block activation, warnings do not. */
export const alertLevels = {
  'no-name': 'error',
  'topic-missing': 'error',
  'no-audience': 'error',
  'audience-missing': 'error',
  'context-without-call': 'error',
  'no-configuration': 'error',
  'configuration-missing': 'error',
  'configuration-inactive': 'error',
  'configuration-category': 'error',
  'no-sender': 'error',
  'no-subject': 'error',
  'no-html': 'error',
  'template-error': 'error',
  'fragment-missing': 'error',
  'fragment-not-live': 'error',
  'html-too-large': 'error',
  'end-before-start': 'error',
  'end-passed': 'error',
  'start-locked': 'error',
  'unknown-time-zone': 'error',
  'profile-in-high-throughput': 'error',
  'context-schema-invalid': 'error',
  'unsubscribe-missing': 'error',
  'variant-missing': 'error',
  'waves-with-time-zones': 'error',
  'waves-dates-recurring': 'error',
  'waves-too-early': 'error',
  'unknown-profile-attribute': 'warning',
  'missing-default': 'warning',
  'translation-missing': 'warning',
  'start-passed': 'warning',
  'already-sent': 'warning',
  'empty-text': 'warning',
  'empty-link': 'warning',
  'html-heavy': 'warning',
  'context-not-in-schema': 'warning',
  'variant-unused': 'warning',
  'waves-overlap': 'warning',
  'waves-coverage': 'warning',
} as const satisfies Record<string, 'error' | 'warning'>

export type AlertCode = keyof typeof alertLevels
export const alertCodes = Object.keys(alertLevels) as [AlertCode, ...AlertCode[]]

/** One finding of a review: what, how grave, and the tab and field where it is mended. */
export const Alert = z.object({
  code: z.enum(alertCodes),
  level: z.enum(['error', 'warning']),
  tab: z.enum(editorTabs),
  /**
   * Name of the field on that tab, e.g. `subject`, `html`, `channelConfigurationId`, `endAt`. Of what another
   * locale than the default one says: `translations.fr-FR.subject`, and the locale is in the params too. Of a variant:
   * `variants.<id>.subject`, `variants.<id>.translations.fr-FR.subject`, and its name is in the params. Of one wave:
   * `waves.waves.0.audienceId`.
   */
  field: z.string(),
  /** English sentence; screens translate by code and params. */
  message: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Position in the field's text, both counted from 1, where there is one. */
  line: z.int().optional(),
  column: z.int().optional(),
})
export type Alert = z.infer<typeof Alert>

/** The alert of a code, with the code's level. */
export const alertOf = (
  code: AlertCode,
  tab: EditorTab,
  field: string,
  message: string,
  params: Alert['params'] = {},
  place?: Place,
): Alert => ({
  code,
  level: alertLevels[code],
  tab,
  field,
  message,
  params,
  ...(place && { line: place.line, column: place.column }),
})

/** A variable that the content uses, with the type inferred from its use and whether it has a default. */
export const Variable = z.object({
  root: z.enum(['profile', 'context']),
  path: z.string(),
  type: z.string(),
  hasDefault: z.boolean(),
})
export type Variable = z.infer<typeof Variable>

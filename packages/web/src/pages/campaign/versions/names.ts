import { isMessage, type Words } from '../../../text.ts'
import { localeName } from '../../admin/languages/locales.ts'

/** What a field of a version is called on the screen; one without a name stands as its path. */
export function nameField(t: Words, path: string): string {
  const id = `campaign.field.${path}`
  if (isMessage(id)) return t(id)
  const [, variant, own] = /^variants\.([^.]+)\.?(.*)$/.exec(path) ?? []
  if (variant !== undefined) {
    const field = own === 'name' ? t('variants.name') : own ? nameField(t, own) : t('variants.message')
    return t('variants.field', { name: variant, field })
  }
  const [, locale, part] = /^translations\.([^.]+)(?:\.(\w+))?/.exec(path) ?? []
  if (locale !== undefined) {
    const name = localeName(locale, t.locale)
    const own = `campaign.field.content.${part}`
    return isMessage(own)
      ? t('campaign.field.translation.part', { part: t(own), name })
      : t('campaign.field.translation', { name })
  }
  if (path.startsWith('content.design')) return t('campaign.field.content.design')
  if (path.startsWith('trigger')) return t('campaign.field.trigger.kind')
  if (path.startsWith('waves')) return t('campaign.field.waves')
  for (const part of ['rate', 'window', 'warmUp', 'domains'] as const)
    if (path.startsWith(`pace.${part}`)) return t(`campaign.field.pace.${part}`)
  if (path.startsWith('languages')) return t('campaign.field.languages')
  const parent = path.replace(/\.[^.]*$/, '')
  if (parent === path) return path
  return path.startsWith('context.schema') ? t('campaign.field.context.schema') : path
}

/** Texts of several lines are compared line by line, everything else as a whole. */
export const isText = (before: unknown, after: unknown): boolean =>
  [before, after].some(
    (value) => typeof value === 'string' && (value.includes('\n') || value.length > 120),
  ) && [before, after].every((value) => typeof value === 'string' || value === null)

/** Whether a value is an object or list, shown as JSON. */
export const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null

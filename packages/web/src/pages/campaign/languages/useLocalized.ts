import type { Alert } from '@chappe/core/campaign/review'
import type { EmailContent } from '@chappe/core/campaign/schema'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useDraft } from '../draft/useDraft.tsx'
import { fieldIn, localeOfField } from './fields.ts'
import { contentOf, withContent } from './translations.ts'

const route = getRouteApi('/app/campaigns/$id')

export interface Localized {
  /** The locale that is being written; null without languages. */
  readonly locale: string | null
  /** What it says. */
  readonly content: EmailContent
  /** The last review's alerts about it, by the names of its own fields. */
  readonly alerts: readonly Alert[] | undefined
  choose(locale: string): void
  write(content: EmailContent): void
}

/** One locale of the draft at a time. An address that leads to a field of a translation opens that one. */
export function useLocalized(): Localized {
  const { definition, review, change } = useDraft()
  const { field } = route.useSearch()
  const [chosen, choose] = useState<string>()
  const asked = field === undefined ? undefined : localeOfField(field)
  useEffect(() => {
    if (asked !== undefined) choose(asked)
  }, [asked])

  const { languages } = definition
  const locale =
    languages === null
      ? null
      : chosen !== undefined && languages.locales.includes(chosen)
        ? chosen
        : languages.defaultLocale
  const isDefault = locale === null || locale === languages?.defaultLocale
  const alerts = useMemo(
    () =>
      review?.alerts.flatMap((alert) => {
        const name = fieldIn(alert.field, isDefault ? null : locale)
        return name === undefined ? [] : [{ ...alert, field: name }]
      }),
    [review?.alerts, isDefault, locale],
  )
  return {
    locale,
    content: contentOf(definition, locale),
    alerts,
    choose,
    write: (content) => change(withContent(definition, locale, content)),
  }
}

/** Names of fields in a translation, as reviews give them: `translations.fr-FR.subject`, be it of a variant. */
const ofTranslation = /^(?:variants\.[^.]+\.)?translations\.([^.]+)\.(.+)$/

/** The locale whose field this is; undefined for fields that are in no translation. */
export const localeOfField = (field: string): string | undefined => ofTranslation.exec(field)?.[1]

/** The name that a field has in a locale's own form (null: the default one); undefined when it is elsewhere. */
export function fieldIn(field: string, locale: string | null): string | undefined {
  const [, of, name] = ofTranslation.exec(field) ?? []
  if (of === undefined) return locale === null ? field : undefined
  return of === locale ? name : undefined
}

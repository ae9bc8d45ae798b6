import type { EmailDesign, Section } from './schema.ts'

export type Settings = EmailDesign['settings']

/** The color that a block stands on in light mode; `own` says that dark mode changes it: nobody chose it here. */
export function groundOf(
  settings: Settings,
  section: Section | null,
  column: number,
  block: { readonly background?: string | null } = {},
): { readonly color: string; readonly own: boolean } {
  const given = block.background ?? section?.columns[column]?.background ?? section?.background ?? null
  return { color: given ?? settings.contentBackground, own: given === null }
}

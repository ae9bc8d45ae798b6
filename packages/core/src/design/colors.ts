import type { EmailDesign, Section } from './schema.ts'

export type Settings = EmailDesign['settings']

/** Which of the design's own grounds something stands on; null: a color that was chosen in its place. */
export type Ground = 'content' | 'page' | null

/** The ground of a section: the colors of the settings are the design's own, however they came there. */
export function sectionGround({ background, contentBackground }: Settings, section: Section): Ground {
  const given = section.background
  if (given === null || isSame(given, contentBackground)) return 'content'
  return isSame(given, background) ? 'page' : null
}

/** What a block stands on: its color in light mode, and the ground, which changes in dark mode. */
export function groundOf(
  settings: Settings,
  section: Section | null,
  column: number,
  block: { readonly background?: string | null } = {},
): { readonly color: string; readonly ground: Ground } {
  const chosen = block.background ?? section?.columns[column]?.background ?? null
  if (chosen !== null) return { color: chosen, ground: null }
  return {
    color: section?.background ?? settings.contentBackground,
    ground: section ? sectionGround(settings, section) : 'content',
  }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

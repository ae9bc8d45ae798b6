import { wellFormed } from '@chappe/core/template/functions/encoding'
import type { Piece, Unit } from './unit.ts'

/** A translation file, whatever its format. */
export interface TranslationFile {
  readonly campaignId: string
  readonly source: string
  readonly target: string
  readonly units: readonly FileUnit[]
}

export interface FileUnit {
  /** The unit's own id with the fingerprint of its source: `html/3~1x4k2`. */
  readonly id: string
  readonly unit: Unit
  /** What is there already; null for nothing. */
  readonly target: readonly Piece[] | null
}

/** A file read: targets with `{{1}}` for placeholders, by the ids that were given out. */
export interface ReadTranslation {
  readonly target: string | null
  readonly targets: readonly { readonly id: string; readonly text: string }[]
}

/** Thrown for a file that is none; the sentence says why. */
export class UnreadableTranslation extends Error {}

/** What no text of a message holds: control characters but line ends and tabs, and half surrogate pairs. */
export const clean = (text: string): string =>
  wellFormed(text).replace(/[\p{Cc}\ufffe\uffff]/gu, (char) => (/[\n\r\t]/.test(char) ? char : ''))

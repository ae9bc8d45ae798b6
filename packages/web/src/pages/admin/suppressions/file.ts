import { csvLine } from '@chappe/core/kit/csv'
import { uploadBytes } from '@chappe/core/suppression/schema'
import { decoded } from '../../../parts/decode.ts'

export type ReadFile = { text: string } | { problem: 'tooLarge' | 'unreadable' }

/** The text of a file, where it can be one. */
export function textOf(bytes: Uint8Array): ReadFile {
  if (bytes.length > uploadBytes) return { problem: 'tooLarge' }
  if (bytes.includes(0) || bytes.length === 0) return { problem: 'unreadable' }
  const text = decoded(bytes)
  return new TextEncoder().encode(text).length > uploadBytes ? { problem: 'tooLarge' } : { text }
}

export const exampleFile = [
  ['TYPE', 'VALUE', 'COMMENT'],
  ['EMAIL', 'jane@example.com', 'Asked by phone'],
  ['DOMAIN', 'example.org', ''],
].reduce((text, cells) => text + csvLine(cells), '')

import { csvLine } from '@chappe/core/kit/csv'
import { uploadBytes } from '@chappe/core/suppression/schema'

export type ReadFile = { text: string } | { problem: 'tooLarge' | 'unreadable' }

/** Text of a file: UTF-8 or, as spreadsheets still write it, Windows-1252. */
export function textOf(bytes: Uint8Array): ReadFile {
  if (bytes.length > uploadBytes) return { problem: 'tooLarge' }
  if (bytes.includes(0) || bytes.length === 0) return { problem: 'unreadable' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes)
    return new TextEncoder().encode(text).length > uploadBytes ? { problem: 'tooLarge' } : { text }
  }
}

export const exampleFile = [
  ['TYPE', 'VALUE', 'COMMENT'],
  ['EMAIL', 'jane@example.com', 'Asked by phone'],
  ['DOMAIN', 'example.org', ''],
].reduce((text, cells) => text + csvLine(cells), '')

import { isUtf8 } from 'node:buffer'
import type { Encoding } from '@chappe/core/import/schema'
import { fromWindows1252 } from '@chappe/core/kit/windows-1252'

/**
 * Files are taken apart as texts whose characters all have the same number of bytes, so that a place in the text is a
 * place in the file: of UTF-8 and Windows-1252 one character a byte, of UTF-16 two bytes. Marks and line ends are the
 * same bytes in all of them. Cells are decoded afterwards, those that need it.
 */
export const unitsOf = (encoding: Encoding): 1 | 2 => (encoding.startsWith('utf-16') ? 2 : 1)

/** The bytes as such a text. Of UTF-16 they must be an even number. */
export function textOf(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'utf-16le') return bytes.toString('utf16le')
  if (encoding === 'utf-16be')
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  return bytes.toString('latin1')
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const halves = /\p{Cs}/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: everything but ASCII
const beyondAscii = /[^\x00-\x7f]/

/** A piece of such a text as it is meant; undefined where its bytes are none of its encoding. */
export function decodeCell(text: string, encoding: Encoding): string | undefined {
  if (unitsOf(encoding) === 2) return halves.test(text) ? undefined : text
  if (!beyondAscii.test(text)) return text
  if (encoding === 'windows-1252') return fromWindows1252(text)
  try {
    return utf8.decode(Buffer.from(text, 'latin1'))
  } catch {
    return undefined
  }
}

/** The same, to be looked at: what cannot be read is a question mark. */
export const shownText = (text: string, encoding: Encoding): string =>
  (
    decodeCell(text, encoding) ??
    Buffer.from(text, unitsOf(encoding) === 2 ? 'utf8' : 'latin1').toString('utf8')
  ).replaceAll('\0', '�')

const marks: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

const begins = (bytes: Buffer, mark: readonly number[]) => mark.every((byte, n) => bytes[n] === byte)

/** Length of the byte order mark that stands at the beginning, if it is the encoding's. */
export function bomOf(bytes: Buffer, encoding: Encoding): number {
  const mark = marks.find(([one]) => one === encoding)?.[1]
  return mark && begins(bytes, mark) ? mark.length : 0
}

/** The encoding by the byte order mark, the zeros of UTF-16, and whether the rest is UTF-8. */
export function guessEncoding(bytes: Buffer, others: readonly Buffer[]): Encoding {
  for (const [encoding, mark] of marks) if (begins(bytes, mark)) return encoding
  const zeros = [0, 0]
  const looked = Math.min(bytes.length, 4_096)
  for (let n = 0; n < looked; n++) if (bytes[n] === 0) zeros[n & 1]!++
  if (zeros[1]! > looked / 8 && zeros[1]! > 4 * zeros[0]!) return 'utf-16le'
  if (zeros[0]! > looked / 8 && zeros[0]! > 4 * zeros[1]!) return 'utf-16be'
  return [bytes, ...others].every(isWhole) ? 'utf-8' : 'windows-1252'
}

/** Whether bytes are UTF-8, cut anywhere. */
function isWhole(bytes: Buffer): boolean {
  const isTail = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80
  let from = 0
  while (from < 3 && isTail(bytes[from])) from++
  for (let cut = 0; cut <= 3 && bytes.length - cut >= from; cut++)
    if (isUtf8(bytes.subarray(from, bytes.length - cut))) return true
  return bytes.length <= from
}

import { fromWindows1252 } from '@chappe/core/kit/windows-1252'

/**
 * The text of an HTML file: in the encoding that its first bytes or its `meta` element name, else UTF-8, else what
 * western programs wrote before it.
 */
export function decoded(bytes: Buffer): string {
  const head = bytes.toString('latin1', 0, 2_048)
  const named =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : (/<meta[^>]+charset\s*=\s*["']?\s*([\w-]{2,40})/i.exec(head)?.[1] ?? 'utf-8')
  return read(bytes, named, true) ?? read(bytes, 'utf-8', true) ?? read(bytes, 'windows-1252', false) ?? ''
}

function read(bytes: Buffer, label: string, fatal: boolean): string | undefined {
  try {
    const decoder = new TextDecoder(label, { fatal })
    return decoder.encoding === 'windows-1252'
      ? fromWindows1252(bytes.toString('latin1'))
      : decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** A content line of RFC 5545, 3.1: `DTSTART;TZID=Europe/Paris:20260329T090000`. Names are in capitals. */
export interface ContentLine {
  readonly name: string
  readonly params: ReadonlyMap<string, string>
  readonly value: string
}

const longestLine = 20_000

/** A logical line, and the line of the file that it begins on, from 1. */
export interface LogicalLine {
  readonly text: string
  readonly number: number
}

/** The logical lines of a file: a line that begins with a space or a tab goes on with the one before (RFC 5545, 3.1). */
export function* unfolded(text: string): Generator<LogicalLine> {
  let line = ''
  let number = 0
  let began = 0
  let from = text.startsWith('\ufeff') ? 1 : 0
  while (from < text.length) {
    const found = text.indexOf('\n', from)
    const end = found === -1 ? text.length : found
    const raw = text.slice(from, end).replace(/\r$/, '')
    from = end + 1
    number++
    if (raw.startsWith(' ') || raw.startsWith('\t')) {
      if (line.length + raw.length <= longestLine) line += raw.slice(1)
    } else {
      if (line !== '') yield { text: line, number: began }
      line = raw.slice(0, longestLine)
      began = number
    }
  }
  if (line !== '') yield { text: line, number: began }
}

/** Reads a content line; null when it is none. */
export function contentLine(line: string): ContentLine | null {
  const named = /^[A-Za-z0-9-]{1,60}/.exec(line)
  if (named === null) return null
  const params = new Map<string, string>()
  let at = named[0].length
  while (line[at] === ';') {
    const equals = line.indexOf('=', at)
    if (equals === -1) return null
    const name = line.slice(at + 1, equals).toUpperCase()
    let end = equals + 1
    for (let quoted = false; end < line.length; end++) {
      if (line[end] === '"') quoted = !quoted
      else if (!quoted && (line[end] === ';' || line[end] === ':')) break
    }
    params.set(name, line.slice(equals + 1, end).replaceAll('"', ''))
    at = end
  }
  return line[at] === ':' ? { name: named[0].toUpperCase(), params, value: line.slice(at + 1) } : null
}

const escapes: Record<string, string> = { n: '\n', N: '\n' }

/** The value of a text property (RFC 5545, 3.3.11). */
export const unescaped = (value: string): string =>
  value.replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter)

/** The other way. Control characters, which no text may hold, are left out. */
export const escaped = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is meant
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')

const octetsOf = (letter: string): number => {
  const point = letter.codePointAt(0)!
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
}

/** A logical line as it stands in a file: 75 octets of UTF-8 a line at most, no letter cut (RFC 5545, 3.1). */
export function folded(line: string): string {
  let text = ''
  let octets = 0
  for (const letter of line) {
    const size = octetsOf(letter)
    if (octets + size > 75) {
      text += '\r\n '
      octets = 1
    }
    text += letter
    octets += size
  }
  return `${text}\r\n`
}

const separators = [',', ';', '\t'] as const

/**
 * The text of a file: UTF-8 or UTF-16 by its mark, else UTF-8, else (as spreadsheets write it here) Windows-1252. The
 * mark itself is left out.
 */
export function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** The separator that the first line has most of, outside of quotes; a comma when it has none. */
export function separatorOf(text: string): string {
  const counts = new Map<string, number>()
  let isQuoted = false
  for (const letter of text) {
    if (letter === '"') isQuoted = !isQuoted
    else if (!isQuoted && (letter === '\n' || letter === '\r')) break
    else if (!isQuoted) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  return separators.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best))
}

export interface Row {
  /** The line on which it begins, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * The rows of a CSV text (RFC 4180): cells in quotes may hold separators, line ends and doubled quotes; lines end by
 * LF, CR LF or CR. A quote inside a cell that does not begin with one is a letter. Empty lines are left out.
 */
export function rowsOf(text: string, separator = separatorOf(text)): Row[] {
  const rows: Row[] = []
  let cells: string[] = []
  let at = text.startsWith('\uFEFF') ? 1 : 0
  let line = 1
  let begins = 1
  const end = () => {
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: begins, cells })
    cells = []
    begins = line
  }
  while (at <= text.length) {
    let cell = ''
    if (text[at] === '"') {
      at++
      for (;;) {
        const quote = text.indexOf('"', at)
        const piece = text.slice(at, quote < 0 ? text.length : quote)
        line += piece.match(/\r\n?|\n/g)?.length ?? 0
        cell += piece
        at = quote < 0 ? text.length : quote + 1
        if (text[at] !== '"' || quote < 0) break
        cell += '"'
        at++
      }
    }
    const from = at
    while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++
    cells.push(cell + text.slice(from, at))
    if (text[at] === separator) {
      at++
      continue
    }
    at += text.startsWith('\r\n', at) ? 2 : 1
    line++
    end()
  }
  return rows
}

import { firstMistake } from './json-mistake.ts'

/** A value of a file with the line it begins on, counted from 1. */
export interface Entry {
  readonly line: number
  readonly value: unknown
}

export class Unreadable extends Error {
  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

/** The objects of a JSON text: the items of its list, or the one that it is. Throws Unreadable. */
export function jsonEntries(text: string): Entry[] {
  const value = parse(text, 1)
  if (!Array.isArray(value)) return [{ line: lineAt(text, text.search(/\S/)), value }]
  const lines = linesOfItems(text)
  return value.map((item, n) => ({ line: lines[n] ?? 1, value: item }))
}

/** One JSON value a line; blank lines are passed over. What cannot be read is told, the rest goes on. */
export function jsonlEntries(text: string): (Entry | Unreadable)[] {
  return text.split(/\r\n|\r|\n/).flatMap((source, n): (Entry | Unreadable)[] => {
    if (source.trim() === '') return []
    try {
      return [{ line: n + 1, value: parse(source, n + 1) }]
    } catch (error) {
      if (error instanceof Unreadable) return [error]
      throw error
    }
  })
}

function parse(text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const at = line - 1 + lineAt(text, firstMistake(text))
    throw new Unreadable(at, `This is not JSON: ${(error as Error).message}`)
  }
}

const lineAt = (text: string, offset: number): number =>
  text.slice(0, Math.max(offset, 0)).split(/\r\n|\r|\n/).length

/** The lines on which the items of a list begin; the text is JSON. */
function linesOfItems(text: string): number[] {
  const lines: number[] = []
  let depth = 0
  let line = 1
  let awaited = false
  // A string is one token, so that nothing in it counts.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\r\n|\r|\n|[[\]{},]|[^\s"[\]{},]+/g)) {
    if (/^[\r\n]/.test(token)) {
      line++
      continue
    }
    if (awaited && token !== ']') {
      lines.push(line)
      awaited = false
    }
    if (token === '[' || token === '{') {
      depth++
      awaited = depth === 1
    } else if (token === ']' || token === '}') depth--
    else if (token === ',' && depth === 1) awaited = true
  }
  return lines
}

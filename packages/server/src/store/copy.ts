import type { CompiledQuery, RawBuilder } from 'kysely'
import type { Pieces } from './copy-cursor.ts'
import type { Db } from './db.ts'

/**
 * Runs `copy … from stdin` (text format) with these pieces of text. A row that a constraint refuses fails the
 * statement, as any other would.
 */
export async function copyIn(db: Db, statement: RawBuilder<unknown>, pieces: Pieces): Promise<void> {
  const compiled = statement.compile(db) as CompiledQuery
  const query = { ...compiled, parameters: [pieces] }
  for await (const _ of db.getExecutor().stream(query, 1)) throw new Error('A copy answers no rows.')
}

const special = /[\\\t\n\r]/
const written: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A text as a field of copy’s text format. */
export const copyText = (text: string): string =>
  special.test(text) ? text.replace(/[\\\t\n\r]/g, (mark) => written[mark]!) : text

/** The same for JSON as JSON.stringify writes it: it has no control characters. */
export const copyJson = (json: string): string => (json.includes('\\') ? json.replaceAll('\\', '\\\\') : json)

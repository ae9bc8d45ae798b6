import type { CompiledQuery, PostgresCursor, RawBuilder } from 'kysely'
import { from } from 'pg-copy-streams'
import type { Db } from './db.ts'

/** Where a statement of ours says what it copies in; the dialect hands it to `CopyIn`. */
type Pieces = Iterable<string>

/**
 * What the dialect makes of a streamed statement: the only ones that we stream are `copy … from stdin`, so that they
 * run on the connection, and in the transaction, of whoever asks. Parameters: the pieces of the text.
 */
export class CopyIn {
  constructor(statement: string, [pieces]: readonly unknown[]) {
    const stream = from(statement)
    const whole = async (): Promise<[]> => {
      const broken = new Promise<never>((_, reject) => stream.once('error', reject))
      broken.catch(() => {})
      for (const piece of pieces as Pieces) {
        if (stream.write(piece)) continue
        await Promise.race([broken, new Promise((resolve) => stream.once('drain', resolve))])
      }
      const finished = new Promise((resolve) => stream.once('finish', resolve))
      stream.end()
      await Promise.race([broken, finished])
      return []
    }
    // biome-ignore lint/correctness/noConstructorReturn: pg takes the stream itself as the query
    return Object.assign(stream, { read: whole, close: async () => {} }) as unknown as CopyIn
  }
}
export type CopyCursor = new (statement: string, parameters: unknown[]) => PostgresCursor<never>

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

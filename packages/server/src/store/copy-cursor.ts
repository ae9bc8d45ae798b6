import type { PostgresCursor } from 'kysely'
import { from } from 'pg-copy-streams'

/** Where a statement of ours says what it copies in; the dialect hands it to `CopyIn`. */
export type Pieces = Iterable<string>

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

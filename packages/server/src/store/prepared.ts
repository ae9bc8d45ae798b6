import { createHash } from 'node:crypto'
import type pg from 'pg'

/**
 * Settings of connections that look rows up by index and do nothing else. A plan that is kept is one for any values and
 * any size of the tables: what was planned while a table was empty must not read all of it once it is full.
 */
export const planned = [
  'plan_cache_mode=force_generic_plan',
  'enable_seqscan=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
]
  .map((setting) => `-c ${setting}`)
  .join(' ')

/** Statements that a connection keeps; whatever comes after them is planned each time. */
const most = 200

/** Clients whose statements with parameters are parsed and planned the first time only. */
export function preparing(Client: typeof pg.Client): typeof pg.Client {
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text)
    if (known !== undefined || names.size >= most) return known
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 24)
    names.set(text, name)
    return name
  }
  return class extends Client {
    // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg, which are handed on as they are
    override query(...given: any[]): any {
      const [text, values, ...rest] = given
      const isPlain = typeof text === 'string' && Array.isArray(values) && values.length > 0
      const name = isPlain ? nameOf(text) : undefined
      const query = super.query as (...given: unknown[]) => unknown
      return name === undefined ? query.apply(this, given) : query.call(this, { name, text, values }, ...rest)
    }
  } as unknown as typeof pg.Client
}

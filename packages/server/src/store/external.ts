import { connected } from './embedded/answer.ts'

/** Makes sure that somebody's own PostgreSQL answers and is one that we know. Throws a sentence otherwise. */
export async function checkExternal(url: string): Promise<void> {
  const version = await connected(url, async (client) => {
    const { rows } = await client.query<{ number: string }>(
      "select current_setting('server_version_num') as number",
    )
    return Number(rows[0]?.number)
  }).catch((error: Error) => {
    throw new Error(`The database in DATABASE_URL cannot be used: ${reason(error)}.`)
  })
  const refused = refuseVersion(version)
  if (refused) throw new Error(refused)
}

/** `number` as PostgreSQL gives it: 180004 is 18.4. */
export function refuseVersion(number: number): string | undefined {
  const major = Math.floor(number / 10_000)
  if (major >= 15 && major <= 18) return undefined
  return `Chappe needs PostgreSQL 15 to 18; the one in DATABASE_URL is ${major}.`
}

function reason(error: Error): string {
  // Node reports several addresses that all failed as one error without words of its own.
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : error
  return first.message.replace(/\.$/, '')
}

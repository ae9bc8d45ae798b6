import pg from 'pg'

/** How to reach a database of the cluster: no password, the kernel vouches for the caller. */
export function socketUrl(sockets: string, role: string, database: string): string {
  return `postgresql://${role}@localhost/${database}?host=${encodeURIComponent(sockets)}&port=5432&sslmode=disable`
}

/** Does one thing with a connection of its own. */
export async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  // A connection that breaks while nobody waits on it raises an event that would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * `ready`: it takes queries. `busy`: it answers that it is starting, recovering or stopping. `silent`: nobody
 * answers.
 */
export async function askServer(url: string): Promise<'ready' | 'busy' | 'silent'> {
  try {
    await connected(url, (client) => client.query('select 1'))
    return 'ready'
  } catch (error) {
    // 57P03 cannot_connect_now, 53300 too_many_connections: somebody is there.
    const code = (error as { code?: string }).code
    if (code === '53300') return 'ready'
    return code === '57P03' ? 'busy' : 'silent'
  }
}

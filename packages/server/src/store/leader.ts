import pg from 'pg'

/**
 * A candidate for the one leader among all processes of an installation. The lock of the leader belongs to a
 * connection, so it is free again at once when its process or its connection is gone.
 */
export class Candidate {
  readonly #connection: pg.ClientConfig
  readonly #office: string
  #client: pg.Client | undefined
  #leads = false

  constructor(connection: pg.ClientConfig, office: string) {
    this.#connection = connection
    this.#office = office
  }

  /** Whether we lead; tries to when nobody does. False while the database is away. */
  async leads(): Promise<boolean> {
    try {
      this.#client ??= await this.#connect()
      if (!this.#leads) {
        const { rows } = await this.#client.query<{ taken: boolean }>(
          'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
          [this.#office],
        )
        this.#leads = rows[0]?.taken ?? false
      }
      return this.#leads
    } catch {
      await this.close()
      return false
    }
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    this.#leads = false
    await client?.end().catch(() => {})
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...this.#connection, keepAlive: true })
    const gone = () => {
      if (this.#client !== client) return
      this.#client = undefined
      this.#leads = false
    }
    client.on('error', gone)
    client.on('end', gone)
    await client.connect()
    return client
  }
}

import pg from 'pg'

export interface Listening {
  close(): Promise<void>
}

/**
 * Listens to a channel of the database on a connection of its own, and calls `heard` with each payload. A lost
 * connection is made again; as notifications may have passed meanwhile, `heard` is then called with ''; until then nothing is heard, and `lost` told.
 */
export function listen(
  connection: pg.ClientConfig,
  channel: string,
  heard: (payload: string) => void,
  lost: () => void = () => {},
): Listening {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const again = () => {
    client = undefined
    lost()
    if (!closed) timer ??= setTimeout(connect, 500)
  }

  function connect() {
    timer = undefined
    const opening = new pg.Client({ ...connection, keepAlive: true })
    client = opening
    opening.on('error', () => {})
    opening.on('end', again)
    opening.on('notification', ({ payload }) => heard(payload ?? ''))
    opening
      .connect()
      .then(() => opening.query(`listen ${pg.escapeIdentifier(channel)}`))
      .then(
        () => heard(''),
        () =>
          opening
            .end()
            .catch(() => {})
            .then(again),
      )
  }

  connect()
  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}

import { createServer } from 'node:http'
import pg from 'pg'
import { runChild } from '../../launch/child.ts'

/** `POST /<id>` writes the id; `GET /` tells the process and what was written. 503 while the database is away. */
await runChild('api', async ({ config, databaseUrl }) => {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4, connectionTimeoutMillis: 3000 })
  pool.on('error', () => {})
  const server = createServer(async (request, response) => {
    try {
      if (request.method === 'POST')
        await pool.query('insert into trial_row values ($1)', [request.url?.slice(1)])
      const { rows } = await pool.query('select id from trial_row')
      const exits = await pool.query('select name from trial_exit')
      const body = {
        pid: process.pid,
        rows: rows.map(({ id }) => id),
        exits: exits.rows.map(({ name }) => name),
      }
      response.end(JSON.stringify(body))
    } catch {
      response.writeHead(503).end()
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: config.host, port: config.port }, resolve)
  })
  return {
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      await closed
      await pool.end()
    },
  }
})

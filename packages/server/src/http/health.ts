import type { FastifyInstance } from 'fastify'
import { isReady } from '../app/health.ts'
import type { House } from '../context.ts'

/** `/healthz` says that this process lives, `/readyz` that it can also work. */
export function healthRoutes(app: FastifyInstance, house: House): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_, reply) => {
    const ready = await isReady(house)
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'unavailable' })
  })
}

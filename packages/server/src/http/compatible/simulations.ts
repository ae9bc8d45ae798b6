import type { Scope } from '@chappe/core/access/scopes'
import type { FastifyRequest } from 'fastify'
import { CompatiblePreviews, CompatibleProofs } from '../../app/compatible/simulation-schemas.ts'
import * as simulations from '../../app/compatible/simulations.ts'
import type { Ctx } from '../../context.ts'
import type { RouteGroup } from '../routes.ts'
import { compatibleCaller } from './caller.ts'
import { parsed } from './content-input.ts'
import { answerCompatibleError } from './errors.ts'

export const simulationsBase = '/ajo/simulations'

/** Proofs and previews as the published contract has them, errors included. */
export const compatibleSimulationsRoutes: RouteGroup = (_serve, app, room) => {
  app.setErrorHandler(answerCompatibleError(simulationsBase, room.house.now))

  function route(
    method: 'GET' | 'POST',
    path: string,
    scope: Scope,
    handle: (ctx: Ctx, params: { campaignId: string; proofJobId: string }, body: unknown) => Promise<unknown>,
  ) {
    const callers = new WeakMap<FastifyRequest, Ctx>()
    app.route({
      method,
      url: simulationsBase + path,
      // Before the body is read: a stranger does not make us hold megabytes.
      onRequest: async (request) => void callers.set(request, await compatibleCaller(room, request, scope)),
      handler: async (request, reply) => {
        const params = request.params as { campaignId: string; proofJobId: string }
        const answer = await handle(callers.get(request)!, params, request.body)
        // Written here, as the framework would add a charset, which JSON has none of (RFC 8259, section 11).
        return reply.header('content-type', 'application/json').send(Buffer.from(JSON.stringify(answer)))
      },
    })
  }

  route('POST', '/campaigns/:campaignId/proofs', 'campaigns:write', (ctx, { campaignId }, body) =>
    simulations.sendProofs(ctx, campaignId, parsed(CompatibleProofs, body, 'body')),
  )
  route('GET', '/campaigns/:campaignId/proofs/:proofJobId', 'campaigns:read', (ctx, params) =>
    simulations.proofJob(ctx, params.campaignId, params.proofJobId),
  )
  route('POST', '/campaigns/:campaignId/previews', 'campaigns:read', (ctx, { campaignId }, body) =>
    simulations.previews(ctx, campaignId, parsed(CompatiblePreviews, body, 'body')),
  )
}

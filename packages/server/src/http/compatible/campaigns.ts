import type { Scope } from '@chappe/core/access/scopes'
import type { FastifyRequest } from 'fastify'
import {
  ListQuery,
  SurfaceQuery,
  SurfacesQuery,
  ValidationQuery,
} from '../../app/compatible/campaigns/pages.ts'
import { surface, surfaces } from '../../app/compatible/campaigns/surfaces.ts'
import { validation } from '../../app/compatible/campaigns/validation.ts'
import * as campaigns from '../../app/compatible/campaigns.ts'
import type { Ctx } from '../../context.ts'
import type { RouteGroup } from '../routes.ts'
import { compatibleCaller } from './caller.ts'
import { parsed } from './content-input.ts'
import { answerCompatibleError, notificationBody } from './errors.ts'

export const retrieveBase = '/journey/campaigns'

/** Campaigns to be looked at, as the published contract has them, errors included. */
export const compatibleCampaignRoutes: RouteGroup = (_serve, app, room) => {
  app.setErrorHandler(answerCompatibleError(retrieveBase, room.house.now, notificationBody))

  function route<Params extends string = never>(
    path: string,
    scope: Scope,
    handle: (ctx: Ctx, params: Record<Params, string>, request: FastifyRequest) => Promise<unknown>,
  ) {
    app.get(retrieveBase + path, async (request, reply) => {
      const ctx = await compatibleCaller(room, request, scope)
      const answer = await handle(ctx, request.params as Record<Params, string>, request)
      // Written here, as the framework would add a charset, which JSON has none of (RFC 8259, section 11).
      return reply.header('content-type', 'application/json').send(Buffer.from(JSON.stringify(answer)))
    })
  }
  const one = '/service/campaigns/:campaignId'
  const read = 'campaigns:read'

  route('/service/campaigns', read, (ctx, _, { query }) =>
    campaigns.list(ctx, parsed(ListQuery, query, 'query')),
  )
  route<'campaignId'>(one, read, (ctx, { campaignId }) => campaigns.get(ctx, campaignId))
  route<'campaignId'>(`${one}/versions`, read, (ctx, { campaignId }, { query }) =>
    campaigns.versions(ctx, campaignId, parsed(ListQuery, query, 'query')),
  )
  route<'campaignId'>(`${one}/publish/validation`, read, (ctx, { campaignId }, { query }) =>
    validation(ctx, campaignId, parsed(ValidationQuery, query, 'query')),
  )
  route<'campaignId' | 'packageId'>(`${one}/packages/:packageId`, read, (ctx, { campaignId, packageId }) =>
    campaigns.getPackage(ctx, campaignId, packageId),
  )
  route<'campaignId' | 'messageId'>(`${one}/messages/:messageId`, read, (ctx, { campaignId, messageId }) =>
    campaigns.message(ctx, campaignId, messageId),
  )
  route<'campaignId' | 'messageId' | 'channel' | 'variantId'>(
    `${one}/messages/:messageId/:channel/variants/:variantId`,
    read,
    (ctx, params) => campaigns.variant(ctx, params),
  )
  route<'workflowId'>('/service/workflows/:workflowId', read, (ctx, { workflowId }) =>
    campaigns.workflow(ctx, workflowId),
  )
  route('/service/metadata/surfaces', 'configurations:read', (ctx, _, { query }) =>
    surfaces(ctx, parsed(SurfacesQuery, query, 'query')),
  )
  route<'channel' | 'surfaceId'>(
    '/service/metadata/surfaces/:channel/:surfaceId',
    'configurations:read',
    (ctx, { channel, surfaceId }, { query }) =>
      surface(ctx, channel, surfaceId, parsed(SurfaceQuery, query, 'query').type),
  )
}

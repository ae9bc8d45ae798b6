import * as endpoints from '@chappe/core/api/occurrences'
import * as log from '../app/campaign-log.ts'
import { listWaves } from '../app/occurrences/waves.ts'
import * as occurrences from '../app/occurrences.ts'
import * as resends from '../app/resends.ts'
import type { RouteGroup } from './routes.ts'

export const occurrenceRoutes: RouteGroup = (serve) => {
  serve(endpoints.listOccurrences, (ctx, { params, query }) => occurrences.list(ctx, params.id, query.limit))
  serve(endpoints.listWaves, (ctx, { params }) => listWaves(ctx, params.id, params.occurrenceId))
  serve(endpoints.listCampaignLog, (ctx, { params, query }) => log.list(ctx, params.id, query))
  serve(endpoints.stopOccurrence, (ctx, { params }) => resends.stop(ctx, params.id, params.occurrenceId))
  serve(endpoints.previewResend, (ctx, { params }) => resends.preview(ctx, params.id, params.occurrenceId))
  serve(endpoints.resendOccurrence, (ctx, { params, body }) =>
    resends.resend(ctx, params.id, params.occurrenceId, body),
  )
}

import { getMessage } from '@chappe/core/api/executions'
import {
  CampaignMessagesExport,
  campaignMessagesExport,
  getReport,
  listCampaignMessages,
} from '@chappe/core/api/reports'
import * as reports from '../app/reports.ts'
import { csvFile, raw } from './raw.ts'
import type { RouteGroup } from './routes.ts'

export const reportRoutes: RouteGroup = (serve, app, room) => {
  serve(getReport, (ctx, { params, query }) => reports.ofCampaign(ctx, params.id, query.occurrence))
  serve(listCampaignMessages, (ctx, { params, query }) => reports.messages(ctx, params.id, query))
  serve(getMessage, (ctx, { params }) => reports.message(ctx, params.id))
  raw(app, room, {
    method: 'GET',
    path: campaignMessagesExport,
    access: 'executions:read',
    query: CampaignMessagesExport,
    handle: async (ctx, { id, query }, reply) =>
      csvFile(reply, 'messages.csv', await reports.messagesFile(ctx, id, query)),
  })
}

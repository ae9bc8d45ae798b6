import * as endpoints from '@chappe/core/api/consents'
import * as settings from '../app/consent-settings.ts'
import * as consents from '../app/consents.ts'
import type { RouteGroup } from './routes.ts'

export const consentRoutes: RouteGroup = (serve) => {
  serve(endpoints.getConsents, (ctx, { params }) => consents.get(ctx, params.id))
  serve(endpoints.putConsents, (ctx, { params, body }) => consents.put(ctx, params.id, body))
  serve(endpoints.listConsentChanges, (ctx, { params, query }) => consents.history(ctx, params.id, query))
  serve(endpoints.getConsentSettings, (ctx) => settings.getSettings(ctx))
  serve(endpoints.saveConsentSettings, (ctx, { body }) => settings.saveSettings(ctx, body))
  serve(endpoints.createConfirmationCampaign, (ctx, { body }) => settings.createCampaign(ctx, body))
}

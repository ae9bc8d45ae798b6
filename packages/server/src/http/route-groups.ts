import { assetRoutes } from './assets.ts'
import { audienceRoutes } from './audiences.ts'
import { calendarFeedRoutes, calendarRoutes } from './calendar.ts'
import { campaignRoutes } from './campaigns.ts'
import { clientRoutes } from './clients.ts'
import { compatibleCampaignRoutes } from './compatible/campaigns.ts'
import { compatibleContentRoutes } from './compatible/content.ts'
import { compatibleSimulationsRoutes } from './compatible/simulations.ts'
import { compatibleSuppressionRoutes } from './compatible/suppression.ts'
import { configurationRoutes } from './configurations.ts'
import { consentRoutes } from './consents.ts'
import { designRoutes } from './designs.ts'
import { documentationRoutes } from './documentation.ts'
import { executionRoutes } from './executions.ts'
import { feedbackSourceRoutes, webhookRoutes } from './feedback-sources.ts'
import { folderRoutes } from './folders.ts'
import { fragmentRoutes } from './fragments.ts'
import { importRoutes } from './imports.ts'
import { inboxRoutes } from './inbox.ts'
import { inventoryRoutes } from './inventory.ts'
import { languageRoutes } from './languages.ts'
import { occurrenceRoutes } from './occurrences.ts'
import { planRoutes } from './plan.ts'
import { preferenceCentreRoutes, preferenceRoutes } from './preferences.ts'
import { previewRoutes } from './preview.ts'
import { profileRoutes } from './profiles.ts'
import { reportRoutes } from './reports.ts'
import type { RouteGroup } from './routes.ts'
import { sessionRoutes } from './session.ts'
import { simulationRoutes } from './simulations.ts'
import { subscriptionRoutes } from './subscriptions.ts'
import { suppressionRoutes } from './suppressions.ts'
import { templateRoutes } from './templates.ts'
import { tokenRoutes } from './tokens.ts'
import { topicRoutes } from './topics.ts'
import { trackingRoutes } from './tracking.ts'
import { versionRoutes } from './versions.ts'

/** Every route there is, but for health, the UI and what the hot path takes before. */
export const routeGroups: readonly RouteGroup[] = [
  sessionRoutes,
  campaignRoutes,
  versionRoutes,
  previewRoutes,
  planRoutes,
  occurrenceRoutes,
  inventoryRoutes,
  folderRoutes,
  calendarRoutes,
  configurationRoutes,
  simulationRoutes,
  languageRoutes,
  templateRoutes,
  fragmentRoutes,
  designRoutes,
  assetRoutes,
  audienceRoutes,
  compatibleCampaignRoutes,
  compatibleContentRoutes,
  compatibleSimulationsRoutes,
  compatibleSuppressionRoutes,
  executionRoutes,
  inboxRoutes,
  profileRoutes,
  importRoutes,
  consentRoutes,
  topicRoutes,
  subscriptionRoutes,
  preferenceRoutes,
  suppressionRoutes,
  feedbackSourceRoutes,
  webhookRoutes,
  reportRoutes,
  clientRoutes,
  tokenRoutes,
  trackingRoutes,
  calendarFeedRoutes,
  preferenceCentreRoutes,
  documentationRoutes,
]

import { campaignRoutes } from './campaigns.ts'
import { clientRoutes } from './clients.ts'
import { configurationRoutes } from './configurations.ts'
import { documentationRoutes } from './documentation.ts'
import { executionRoutes } from './executions.ts'
import { inboxRoutes } from './inbox.ts'
import { profileRoutes } from './profiles.ts'
import { reportRoutes } from './reports.ts'
import type { RouteGroup } from './routes.ts'
import { sessionRoutes } from './session.ts'
import { tokenRoutes } from './tokens.ts'
import { trackingRoutes } from './tracking.ts'

/** Every route there is, but for health, the UI and what the hot path takes before. */
export const routeGroups: readonly RouteGroup[] = [
  sessionRoutes,
  campaignRoutes,
  configurationRoutes,
  executionRoutes,
  inboxRoutes,
  profileRoutes,
  reportRoutes,
  clientRoutes,
  tokenRoutes,
  trackingRoutes,
  documentationRoutes,
]

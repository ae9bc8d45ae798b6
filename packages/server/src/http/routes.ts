import type { FastifyInstance } from 'fastify'
import type { AccessTokens } from '../app/tokens.ts'
import type { House } from '../context.ts'
import { campaignRoutes } from './campaigns.ts'
import { clientRoutes } from './clients.ts'
import { configurationRoutes } from './configurations.ts'
import { documentationRoutes } from './documentation.ts'
import { inboxRoutes } from './inbox.ts'
import { profileRoutes } from './profiles.ts'
import type { Serve } from './serve.ts'
import { sessionRoutes } from './session.ts'
import { tokenRoutes } from './tokens.ts'

export interface Room {
  readonly house: House
  readonly accessTokens: AccessTokens
}

/** Registers the routes of one noun. `app` is the group's own: parsers and hooks added to it stay in the group. */
export type RouteGroup = (serve: Serve, app: FastifyInstance, room: Room) => void

/** Every route there is, but for health, the UI and what the hot path takes before. */
export const routeGroups: readonly RouteGroup[] = [
  sessionRoutes,
  campaignRoutes,
  configurationRoutes,
  inboxRoutes,
  profileRoutes,
  clientRoutes,
  tokenRoutes,
  documentationRoutes,
]

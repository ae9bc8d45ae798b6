import type { FastifyInstance } from 'fastify'
import type { AccessTokens } from '../app/tokens.ts'
import type { House } from '../context.ts'
import type { Serve } from './serve.ts'

export interface Room {
  readonly house: House
  readonly accessTokens: AccessTokens
}

/**
 * Registers the routes of one noun; `route-groups.ts` lists them. `app` is the group's own: parsers and hooks added
 * to it stay in the group.
 */
export type RouteGroup = (serve: Serve, app: FastifyInstance, room: Room) => void

import type { RouteGroup } from './routes.ts'

export const simulationRoutes: RouteGroup = () => {}

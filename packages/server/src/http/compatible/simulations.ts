import type { RouteGroup } from '../routes.ts'

export const compatibleSimulationsRoutes: RouteGroup = () => {}

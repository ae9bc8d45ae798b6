import type { RouteGroup } from './routes.ts'

export const documentationRoutes: RouteGroup = () => {}

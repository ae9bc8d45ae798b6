import type { RouteGroup } from './routes.ts'

export const fragmentRoutes: RouteGroup = () => {}

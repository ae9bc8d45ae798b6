import type { RouteGroup } from './routes.ts'

export const templateRoutes: RouteGroup = () => {}

import type { RouteGroup } from './routes.ts'

export const designRoutes: RouteGroup = () => {}

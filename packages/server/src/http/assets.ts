import type { RouteGroup } from './routes.ts'

export const assetRoutes: RouteGroup = () => {}

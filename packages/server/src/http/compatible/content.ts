import type { RouteGroup } from '../routes.ts'

export const compatibleContentRoutes: RouteGroup = () => {}

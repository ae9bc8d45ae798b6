import type { RouteGroup } from './routes.ts'

export const languageRoutes: RouteGroup = () => {}

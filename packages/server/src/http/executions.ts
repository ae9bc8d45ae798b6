import { getExecution } from '@chappe/core/api/executions'
import { status } from '../app/execution-status.ts'
import type { RouteGroup } from './routes.ts'

export const executionRoutes: RouteGroup = (serve) => {
  serve(getExecution, (ctx, { params }) => status(ctx, params.id))
}

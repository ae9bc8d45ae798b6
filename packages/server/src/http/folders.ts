import * as endpoints from '@chappe/core/api/folders'
import * as folders from '../app/folders.ts'
import type { RouteGroup } from './routes.ts'

export const folderRoutes: RouteGroup = (serve) => {
  serve(endpoints.listFolders, (ctx, { query }) => folders.list(ctx, query.kind))
  serve(endpoints.createFolder, (ctx, { body }) => folders.create(ctx, body))
  serve(endpoints.editFolder, (ctx, { params, body }) => folders.edit(ctx, params.id, body))
  serve(endpoints.deleteFolder, (ctx, { params, query }) => folders.remove(ctx, params.id, query.content))
}

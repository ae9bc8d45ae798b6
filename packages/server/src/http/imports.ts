import { Readable } from 'node:stream'
import * as endpoints from '@chappe/core/api/imports'
import { importLimits } from '@chappe/core/import/schema'
import { Problem } from '@chappe/core/kit/problem'
import * as imports from '../app/imports.ts'
import { saveMany, saveStream } from '../app/profiles/batch.ts'
import { csvFile, raw } from './raw.ts'
import type { RouteGroup } from './routes.ts'

export const importRoutes: RouteGroup = (serve, app, room) => {
  serve(endpoints.listImports, (ctx, { query }) => imports.list(ctx, query))
  serve(endpoints.createImport, (ctx, { body }) => imports.create(ctx, body))
  serve(endpoints.getImport, (ctx, { params }) => imports.get(ctx, params.id))
  serve(endpoints.previewImport, (ctx, { params, query }) => imports.preview(ctx, params.id, query))
  serve(endpoints.saveImportSettings, (ctx, { params, body }) => imports.saveSettings(ctx, params.id, body))
  serve(endpoints.startImport, (ctx, { params, body }) => imports.start(ctx, params.id, body))
  serve(endpoints.cancelImport, (ctx, { params }) => imports.cancel(ctx, params.id))
  serve(endpoints.resumeImport, (ctx, { params }) => imports.resume(ctx, params.id))
  serve(endpoints.removeImport, (ctx, { params }) => imports.remove(ctx, params.id))
  serve(endpoints.saveProfiles, (ctx, { body }) => saveMany(ctx, body))

  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: importLimits.piece },
    (_request, body, done) => done(null, body),
  )
  app.addContentTypeParser('application/x-ndjson', (_request, body, done) => done(null, body))

  raw(app, room, {
    method: 'PUT',
    path: endpoints.importFile,
    access: 'profiles:write',
    query: endpoints.ImportFileQuery,
    bodyLimit: importLimits.piece,
    handle: (ctx, { id, query, body }) => {
      if (!Buffer.isBuffer(body)) throw notThat('application/octet-stream')
      return imports.putPiece(ctx, id, query.offset, body)
    },
  })
  raw(app, room, {
    method: 'GET',
    path: endpoints.importErrors,
    access: 'profiles:read',
    query: endpoints.ImportErrorsQuery,
    handle: async (ctx, { id }, reply) => {
      const { name, text } = await imports.errorFile(ctx, id)
      return csvFile(reply, name, text)
    },
  })
  raw(app, room, {
    method: 'POST',
    path: endpoints.profileStream,
    access: 'profiles:write',
    query: endpoints.ProfileStreamQuery,
    bodyLimit: importLimits.file,
    handle: (ctx, { query, body }) => {
      if (!(body instanceof Readable)) throw notThat('application/x-ndjson')
      return saveStream(ctx, query, body)
    },
  })
}

const notThat = (type: string) => new Problem('request/unsupported-media-type', `Send the body as ${type}.`)

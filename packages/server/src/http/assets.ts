import * as endpoints from '@chappe/core/api/assets'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { shippedImage } from '../app/assets/shipped.ts'
import * as assets from '../app/assets.ts'
import type { RouteGroup } from './routes.ts'

const forEver = 'public, max-age=31536000, immutable'
/** Ours keep their names when they change. */
const forAWeek = 'public, max-age=604800'

/**
 * The library of images, and the images themselves: anybody may see them, for mail programs have no session. Their
 * answers are nothing but an image, whatever is in them.
 */
export const assetRoutes: RouteGroup = (serve, app, { house }) => {
  serve(endpoints.listAssets, (ctx, { query }) => assets.list(ctx, query))
  serve(endpoints.uploadAsset, (ctx, { body }) => assets.upload(ctx, body))
  serve(endpoints.deleteAsset, (ctx, { params }) => assets.remove(ctx, params.id))

  app.get('/a/:key', async (request, reply) => {
    const { key } = request.params as { key: string }
    // The key is made of the bytes: whoever has them has the right ones.
    if (request.headers['if-none-match'] === `"${key}"`) return image(reply, key, forEver).code(304).send()
    const found = await assets.read(house, key)
    if (!found) return missing(reply)
    return image(reply, key, forEver).type(found.mediaType).send(found.bytes)
  })

  for (const kind of ['starter', 'social'] as const)
    app.get(`/assets/${kind}/:file`, (request: FastifyRequest, reply) => {
      const { file } = request.params as { file: string }
      const bytes = shippedImage(`${kind}/${file}`)
      if (!bytes) return missing(reply)
      return image(reply, `${kind}-${file}-${bytes.length}`, forAWeek).type('image/png').send(bytes)
    })
}

const image = (reply: FastifyReply, tag: string, caching: string): FastifyReply =>
  reply
    .header('cache-control', caching)
    .header('etag', `"${tag}"`)
    .header('cross-origin-resource-policy', 'cross-origin')

/** No page: whoever asks for an image can show none. */
const missing = (reply: FastifyReply): FastifyReply =>
  reply.code(404).type('text/plain; charset=utf-8').send('There is no such image.\n')

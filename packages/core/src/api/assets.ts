import { z } from 'zod'
import { Asset } from '../content/schema.ts'
import { endpoint, nothing, one, pageOf, paging } from './endpoint.ts'

const tag = 'Images'

export const listAssets = endpoint({
  id: 'listAssets',
  summary: 'Images, newest first',
  tag,
  method: 'GET',
  path: '/v1/assets',
  access: 'content:read',
  query: z.object({ ...paging, search: z.string().max(200).optional() }),
  reply: pageOf(Asset),
})
export const uploadAsset = endpoint({
  id: 'uploadAsset',
  summary:
    'Upload an image (PNG, JPEG, GIF, WebP; at most 5 MB). The same bytes again answer the image that is there',
  tag,
  method: 'POST',
  path: '/v1/assets',
  access: 'content:write',
  status: 201,
  bodyLimit: 7_200_000,
  body: z.object({ name: z.string().trim().min(1).max(200), data: z.base64().max(7_100_000) }),
  reply: Asset,
})
export const deleteAsset = endpoint({
  id: 'deleteAsset',
  summary: 'Take an image out of the library. Its address goes on answering: sent messages show it',
  tag,
  method: 'DELETE',
  path: '/v1/assets/:id',
  access: 'content:write',
  params: one,
  status: 204,
  reply: nothing,
})

import { z } from 'zod'
import { Folder, FolderName, folderKinds } from '../folder/schema.ts'
import { endpoint, nothing, one } from './endpoint.ts'

const tag = 'Campaigns'
const at = '/v1/folders/:id'
const kind = z.enum(folderKinds).default('campaign')

export const listFolders = endpoint({
  id: 'listFolders',
  summary: 'The folders of a kind, each with the one that it is in and how much it holds',
  tag,
  method: 'GET',
  path: '/v1/folders',
  access: 'campaigns:read',
  query: z.object({ kind }),
  reply: z.object({ items: z.array(Folder) }),
})
export const createFolder = endpoint({
  id: 'createFolder',
  summary: 'Make a folder',
  tag,
  method: 'POST',
  path: '/v1/folders',
  access: 'campaigns:write',
  status: 201,
  body: z.object({ kind, parentId: z.uuid().nullable().default(null), name: FolderName }),
  reply: Folder,
})
export const editFolder = endpoint({
  id: 'editFolder',
  summary: 'Rename a folder, or put it into another one with all that is in it',
  tag,
  method: 'PATCH',
  path: at,
  access: 'campaigns:write',
  params: one,
  body: z.object({
    revision: z.int32(),
    name: FolderName.optional(),
    parentId: z.uuid().nullable().optional(),
  }),
  reply: Folder,
})
export const deleteFolder = endpoint({
  id: 'deleteFolder',
  summary:
    'Delete a folder. What is in it is never deleted: it moves to the folder around with `content=move_up`, else a folder that holds something is refused with the numbers',
  tag,
  method: 'DELETE',
  path: at,
  access: 'campaigns:write',
  params: one,
  query: z.object({ content: z.enum(['refuse', 'move_up']).default('refuse') }),
  status: 204,
  reply: nothing,
})

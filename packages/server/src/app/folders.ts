import type { BodyOf } from '@chappe/core/api/endpoint'
import type { createFolder, editFolder } from '@chappe/core/api/folders'
import { type Folder, type FolderKind, folderLimits } from '@chappe/core/folder/schema'
import { heightOf, pathTo, within } from '@chappe/core/folder/tree'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx } from '../context.ts'
import { type Db, inTransaction } from '../store/db.ts'
import * as store from '../store/folders.ts'
import { lockInTransaction } from '../store/lock.ts'
import { by, stale } from './campaigns.ts'

type Row = Awaited<ReturnType<typeof store.list>>[number]

export const list = async ({ db, sandboxId }: Ctx, kind: FolderKind): Promise<{ items: Folder[] }> => ({
  items: (await store.list(db, sandboxId, kind)).map(present),
})

const lockOf = ({ sandboxId }: Ctx, kind: FolderKind) => `folders ${sandboxId} ${kind}`

/** One change of a tree at a time: what is allowed depends on all of it. */
const inTree = <T>(ctx: Ctx, kind: FolderKind, work: (db: Db, folders: Row[]) => Promise<T>): Promise<T> =>
  inTransaction(ctx.db, async (db) => {
    await lockInTransaction(db, lockOf(ctx, kind))
    return work(db, await store.list(db, ctx.sandboxId, kind))
  })

/** The names that lead to a folder, from the outermost; none for null. */
export const pathOf = async (
  { db, sandboxId }: Ctx,
  kind: FolderKind,
  id: string | null,
): Promise<string[]> =>
  id === null ? [] : pathTo(await store.list(db, sandboxId, kind), id).map(({ name }) => name)

/** The folder that these names lead to, from the outermost; those that are not there are made. Throws as `create`. */
export async function at(ctx: Ctx, kind: FolderKind, names: readonly string[]): Promise<string | null> {
  let parentId: string | null = null
  for (const name of names) {
    const beside = (await store.list(ctx.db, ctx.sandboxId, kind)).filter((one) => one.parentId === parentId)
    const found = beside.find((one) => one.name.toLowerCase() === name.toLowerCase())
    parentId = (found ?? (await create(ctx, { kind, parentId, name }))).id
  }
  return parentId
}

/** Throws folder/not-found (of the parent), folder/name-taken, folder/too-many, folder/illegal-place. */
export const create = (ctx: Ctx, { kind, parentId, name }: BodyOf<typeof createFolder>): Promise<Folder> =>
  inTree(ctx, kind, async (db, folders) => {
    if (folders.length >= folderLimits.folders)
      throw new Problem('folder/too-many', `There are ${folders.length} folders. Delete one first.`)
    mustFit(folders, parentId, 1)
    const author = by(ctx)
    const row = await store.insert(db, {
      sandboxId: ctx.sandboxId,
      id: ctx.newId(),
      kind,
      parentId,
      name,
      createdAt: author.at,
      createdBy: author.name,
      modifiedAt: author.at,
      modifiedBy: author.name,
    })
    return present({ ...row, holds: 0 })
  })

/** Throws folder/not-found, folder/name-taken, folder/illegal-place, and request/stale with who saved what when. */
export const edit = (
  ctx: Ctx,
  id: string,
  { revision, name, parentId }: BodyOf<typeof editFolder>,
): Promise<Folder> =>
  inTree(ctx, 'campaign', async (db, folders) => {
    const folder = found(folders, id)
    if (folder.revision !== revision) throw stale(folder)
    if (parentId !== undefined) {
      if (parentId !== null && within(folders, id).includes(parentId))
        throw new Problem('folder/illegal-place', 'A folder cannot be put into itself or a folder in it.')
      mustFit(folders, parentId, heightOf(folders, id))
    }
    const changes = { ...(name !== undefined && { name }), ...(parentId !== undefined && { parentId }) }
    const row = await store.change(db, folder, changes, by(ctx))
    return present({ ...row, holds: folder.holds })
  })

/** Campaigns that move up at once: whoever wants to stop one of them waits for no more than these. */
const piece = 500

/**
 * What a folder holds is never deleted with it: it moves up, or a folder that holds something is refused.
 * Throws folder/not-found, folder/not-empty with the numbers, folder/name-taken.
 */
export async function remove(ctx: Ctx, id: string, content: 'refuse' | 'move_up'): Promise<void> {
  if (content === 'move_up') await empty(ctx, id)
  await removeFrom(ctx, id, content)
}

/** Moves the many of a large folder up, piece by piece; what somebody holds stays for the last step. */
async function empty(ctx: Ctx, id: string): Promise<void> {
  const all = await store.list(ctx.db, ctx.sandboxId, 'campaign')
  const folder = found(all, id)
  const beside = all.filter((one) => one.parentId === folder.parentId && one.id !== id)
  const taken = new Set(beside.map(({ name }) => name.toLowerCase()))
  if (all.some(({ parentId, name }) => parentId === id && taken.has(name.toLowerCase()))) throw store.taken()
  let moved = folder.holds > piece ? piece : 0
  while (moved === piece)
    moved = await inTransaction(ctx.db, async (db) => {
      await lockInTransaction(db, lockOf(ctx, 'campaign'))
      return store.moveUp(db, folder, piece)
    })
}

const removeFrom = (ctx: Ctx, id: string, content: 'refuse' | 'move_up'): Promise<void> =>
  inTree(ctx, 'campaign', async (db, all) => {
    const folder = found(all, id)
    const folders = all.filter(({ parentId }) => parentId === id).length
    if (content === 'refuse' && folders + folder.holds > 0)
      throw new Problem(
        'folder/not-empty',
        `It holds other things (folders: ${folders}, campaigns: ${folder.holds}). Move them, or ask for content=move_up.`,
        { folders, campaigns: folder.holds },
      )
    await store.remove(db, folder)
  })

function found(folders: readonly Row[], id: string): Row {
  const folder = folders.find((each) => each.id === id)
  if (!folder) throw store.notFound()
  return folder
}

/** Whether there is room under a folder for so many levels. */
function mustFit(folders: readonly Row[], parentId: string | null, levels: number): void {
  if (parentId !== null) found(folders, parentId)
  if (pathTo(folders, parentId).length + levels > folderLimits.depth)
    throw new Problem('folder/illegal-place', `Folders are at most ${folderLimits.depth} within each other.`)
}

const present = ({ sandboxId: _sandbox, ...row }: Row): Folder => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  modifiedAt: row.modifiedAt.toISOString(),
})

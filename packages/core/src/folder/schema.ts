import { z } from 'zod'

/** What folders hold; each kind is a tree of its own in each sandbox. */
export const folderKinds = ['campaign'] as const
export type FolderKind = (typeof folderKinds)[number]

export const folderLimits = {
  name: 100,
  /** Folders within each other, the outermost counted in. */
  depth: 5,
  /** Of a kind, in a sandbox. */
  folders: 500,
} as const

export const FolderName = z.string().trim().min(1).max(folderLimits.name)

const instant = z.iso.datetime({ offset: true })

export const Folder = z.object({
  id: z.uuid(),
  kind: z.enum(folderKinds),
  /** Null: in no other. */
  parentId: z.uuid().nullable(),
  /** Unique among those beside it, whatever the case of its letters. */
  name: z.string(),
  revision: z.int(),
  /** How many things are in it, those in its folders not counted. */
  holds: z.int(),
  createdAt: instant,
  createdBy: z.string(),
  modifiedAt: instant,
  modifiedBy: z.string(),
})
export type Folder = z.infer<typeof Folder>

/** What a tree of folders is made of. */
export interface Node {
  readonly id: string
  readonly parentId: string | null
}

const childrenOf = <T extends Node>(folders: readonly T[], id: string | null): T[] =>
  folders.filter(({ parentId }) => parentId === id)

/** The folders from the outermost to this one; empty for none and for one that is not there. */
export function pathTo<T extends Node>(folders: readonly T[], id: string | null): T[] {
  const byId = new Map(folders.map((folder) => [folder.id, folder]))
  const path: T[] = []
  for (let at = id === null ? undefined : byId.get(id); at; at = byId.get(at.parentId ?? '')) path.unshift(at)
  return path
}

/** The folder's id and those of all folders in it, however deep; empty when it is not there. */
export function within(folders: readonly Node[], id: string): string[] {
  if (!folders.some((folder) => folder.id === id)) return []
  return [id, ...childrenOf(folders, id).flatMap((child) => within(folders, child.id))]
}

/** Levels that the folder and those in it take: 1 when there is none in it. */
export const heightOf = (folders: readonly Node[], id: string): number =>
  1 + Math.max(0, ...childrenOf(folders, id).map((child) => heightOf(folders, child.id)))

export interface Placed<T> {
  readonly folder: T
  /** 1 for the outermost. */
  readonly level: number
}

/** Every folder after the one that it is in, those beside each other by name. */
export function inOrder<T extends Node & { readonly name: string }>(
  folders: readonly T[],
  locale?: string,
): Placed<T>[] {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const from = (id: string | null, level: number): Placed<T>[] =>
    childrenOf(folders, id)
      .sort((a, b) => compare(a.name, b.name))
      .flatMap((folder) => [{ folder, level }, ...from(folder.id, level + 1)])
  return from(null, 1)
}

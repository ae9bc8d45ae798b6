export const columnIds = [
  'name',
  'status',
  'category',
  'channel',
  'tags',
  'folder',
  'startAt',
  'endAt',
  'nextAt',
  'occurrences',
  'createdAt',
  'createdBy',
  'modifiedAt',
  'modifiedBy',
  'activatedAt',
  'endedAt',
  'archivedAt',
] as const
export type ColumnId = (typeof columnIds)[number]

const defaultColumns: readonly ColumnId[] = [
  'name',
  'status',
  'category',
  'tags',
  'startAt',
  'endAt',
  'modifiedAt',
  'modifiedBy',
]

const isColumn = (id: string): id is ColumnId => (columnIds as readonly string[]).includes(id)

/** The columns to show, in the inventory's own order: the person's choice, where it still means something. */
export function shownColumns(chosen: readonly string[] | undefined): ColumnId[] {
  const known = chosen?.filter(isColumn) ?? []
  const shown: readonly ColumnId[] = known.length > 0 ? known : defaultColumns
  return columnIds.filter((id) => id === 'name' || shown.includes(id))
}

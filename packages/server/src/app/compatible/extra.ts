type Values = Record<string, unknown>

/** Without the members that are undefined. */
export const defined = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

export interface Kept {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly extra: Readonly<Values>
  readonly createdAt: Date
  readonly createdBy: string
  readonly modifiedAt: Date
  readonly modifiedBy: string
}

/** What the compatible API says of a template as of a fragment, what it once sent along included. */
export const metadataOf = ({ id, name, description, extra, ...audit }: Kept): Values => ({
  id,
  name,
  description,
  ...defined({
    labels: extra.labels,
    source: extra.source,
    subType: extra.subType,
    parentFolderId: extra.parentFolderId,
  }),
  createdAt: audit.createdAt.toISOString(),
  createdBy: audit.createdBy,
  modifiedAt: audit.modifiedAt.toISOString(),
  modifiedBy: audit.modifiedBy,
})

import type { Db } from './db.ts'

export interface Organization {
  id: string
  name: string
}

export const find = (db: Db, id: string): Promise<Organization | undefined> =>
  db.selectFrom('organization').select(['id', 'name']).where('id', '=', id).executeTakeFirst()

export async function create(db: Db, organization: Organization & { createdAt: Date }): Promise<void> {
  await db.insertInto('organization').values(organization).execute()
}

/** Gives an organization another id; everything that belongs to it follows. Call in a transaction. */
export async function changeId(db: Db, from: string, to: string): Promise<void> {
  await db
    .insertInto('organization')
    .columns(['id', 'name', 'createdAt'])
    .expression((eb) =>
      eb
        .selectFrom('organization')
        .select((row) => [row.val(to).as('id'), 'name', 'createdAt'])
        .where('id', '=', from),
    )
    .execute()
  for (const table of ['sandbox', 'person', 'apiClient'] as const)
    await db.updateTable(table).set({ organizationId: to }).where('organizationId', '=', from).execute()
  await db.deleteFrom('organization').where('id', '=', from).execute()
}

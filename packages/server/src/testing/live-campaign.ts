import { randomUUID } from 'node:crypto'
import { type CampaignKind, type Category, Definition } from '@chappe/core/campaign/schema'
import type { z } from 'zod'
import { newId } from '../ids.ts'
import type { Db } from '../store/db.ts'

/** An organization with one sandbox; the sandbox's number. */
export async function aSandbox(db: Db, name = 'prod', organizationId = 'test@ChappeOrg'): Promise<number> {
  await db
    .insertInto('organization')
    .values({ id: organizationId, name: 'Test' })
    .onConflict((on) => on.doNothing())
    .execute()
  const { id } = await db
    .insertInto('sandbox')
    .values({ organizationId, name, title: name })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export interface LiveCampaign {
  kind?: CampaignKind
  nextAt?: Date | null
  category?: Category
  status?: string
  highThroughput?: boolean
  startAt?: Date | null
  endAt?: Date | null
  definition?: z.input<typeof Definition>
}

/** A campaign, called by API unless another kind is asked for, with one live version, put straight into the tables. */
export async function aLiveCampaign(db: Db, sandboxId: number, given: LiveCampaign = {}): Promise<string> {
  const id = newId()
  const by = { createdBy: 'test', modifiedBy: 'test' }
  await db
    .insertInto('campaign')
    .values({
      sandboxId,
      id,
      kind: given.kind ?? 'api_triggered',
      nextAt: given.nextAt ?? null,
      category: given.category ?? 'transactional',
      channel: 'email',
      name: `Campaign ${randomUUID()}`,
      status: given.status ?? 'live',
      highThroughput: given.highThroughput ?? false,
      liveVersion: 1,
      draftVersion: given.status === 'draft' ? 1 : null,
      startAt: given.startAt ?? null,
      endAt: given.endAt ?? null,
      createdById: 'test',
      ...by,
    })
    .execute()
  await db
    .insertInto('campaignVersion')
    .values({
      sandboxId,
      campaignId: id,
      number: 1,
      state: 'live',
      definition: JSON.stringify(Definition.parse(given.definition ?? {})),
      ...by,
    })
    .execute()
  return id
}

/** A profile with one email identity. */
export async function aProfile(
  db: Db,
  sandboxId: number,
  email: string,
  attributes: object = {},
): Promise<string> {
  const id = newId()
  await db
    .insertInto('profile')
    .values({ sandboxId, id, attributes: JSON.stringify(attributes) })
    .execute()
  await db
    .insertInto('profileIdentity')
    .values({ sandboxId, namespace: 'email', value: email.toLowerCase(), profileId: id })
    .execute()
  return id
}

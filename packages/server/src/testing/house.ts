import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Role, type Scope, scopes, scopesOf } from '@chappe/core/access/scopes'
import { afterAll } from 'vitest'
import { openStorage } from '../app/assets/storage.ts'
import { contextOf } from '../app/context.ts'
import { openSecrets } from '../app/secrets.ts'
import { catalogue } from '../channels/catalogue.ts'
import { mailForm } from '../channels/email/index.ts'
import type { AssetStorage, Ctx, House, ProviderCatalogue } from '../context.ts'
import { newId } from '../ids.ts'
import * as organizations from '../store/organizations.ts'
import * as sandboxes from '../store/sandboxes.ts'
import { aDatabase, type TestDatabase } from './database.ts'

/** A house, with what tests reach for besides. */
export interface TestHouse extends House {
  readonly house: House
  readonly db: TestDatabase['db']
  readonly pool: TestDatabase['pool']
  readonly database: TestDatabase
  /** An administrator in the sandbox `prod`. */
  readonly ctx: Ctx
  /** The same organization, sandbox `dev`. */
  readonly otherCtx: Ctx
  /** Another organization, sandbox `prod`. */
  readonly foreignCtx: Ctx
  readonly clock: Clock
}

/** The house's clock: the real one, moved ahead on demand. */
export interface Clock {
  pass(time: { days?: number; hours?: number; minutes?: number; seconds?: number }): void
}

export const organizationId = 'A0A0A0A0A0A0A0A0A0A0A0A0@ChappeOrg'
export const foreignOrganizationId = 'B1B1B1B1B1B1B1B1B1B1B1B1@ChappeOrg'

const folders: string[] = []
afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

/**
 * A house for one test file: a database of its own with two organizations, `prod` and `dev` in the first, `prod`
 * in the second, and nobody in them but the actors of the contexts.
 */
export async function aHouse(
  options: { providers?: ProviderCatalogue; publicUrl?: string; assets?: AssetStorage } = {},
): Promise<TestHouse> {
  const database = await aDatabase()
  let ahead = 0
  const now = () => new Date(Date.now() + ahead)
  const publicUrl = options.publicUrl ?? 'http://chappe.test'
  const folder = join(tmpdir(), `chappe-test-assets-${newId()}`)
  folders.push(folder)
  const house: House = {
    db: database.db,
    now,
    newId,
    secrets: openSecrets([randomBytes(32)]),
    providers: options.providers ?? catalogue,
    mail: mailForm,
    assets: options.assets ?? openStorage({ folder, publicUrl, bucket: undefined, url: undefined }),
    publicUrl,
  }
  for (const [id, names] of [
    [organizationId, ['prod', 'dev']],
    [foreignOrganizationId, ['prod']],
  ] as const) {
    await organizations.create(database.db, { id, name: id.slice(0, 4), createdAt: now() })
    for (const name of names)
      await sandboxes.create(database.db, { organizationId: id, name, title: name, createdAt: now() })
  }
  const who = { organizationId, actor: anActor() }
  return {
    ...house,
    house,
    db: database.db,
    pool: database.pool,
    database,
    ctx: await contextOf(house, who, 'prod'),
    otherCtx: await contextOf(house, who, 'dev'),
    foreignCtx: await contextOf(house, { ...who, organizationId: foreignOrganizationId }, 'prod'),
    clock: {
      pass: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) => {
        ahead += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
      },
    },
  }
}

/** Somebody with every permission, or those of a role, or those given. */
export function anActor(may: Role | readonly Scope[] = scopes): Ctx['actor'] {
  return {
    id: '01970000-0000-7000-8000-000000000001',
    name: 'Ada',
    scopes: typeof may === 'string' ? scopesOf[may] : may,
  }
}

import { randomBytes } from 'node:crypto'
import { scopes } from '@chappe/core/access/scopes'
import type { Ctx, House } from '../context.ts'
import * as clientStore from '../store/clients.ts'
import { inTransaction } from '../store/db.ts'
import { lockInTransaction } from '../store/lock.ts'
import * as organizations from '../store/organizations.ts'
import * as peopleStore from '../store/people.ts'
import * as sandboxes from '../store/sandboxes.ts'
import * as settings from '../store/settings.ts'
import { hashOfSecret, newClientId, newClientSecret } from './clients.ts'
import { contextOf, defaultSandbox } from './context.ts'
import { fits, generatePassword, hashPassword } from './passwords.ts'
import { setPassword } from './people.ts'
import { openAccessTokens } from './tokens.ts'

/** What the operator fixed in the environment; each of it wins over what is stored. */
export interface Given {
  readonly organizationId?: string | undefined
  readonly email?: string | undefined
  readonly password?: string | undefined
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
}

/** Who is here after a start. Secrets are there only when this start generated them: nobody can read them later. */
export interface Welcome {
  readonly first: boolean
  readonly ctx: Ctx
  readonly administrator: { readonly email: string; readonly password?: string }
  readonly client: { readonly id: string; readonly secret?: string; readonly revoked: boolean }
  /** An access token of the client, valid for a day; none when the client is revoked. */
  readonly token?: string
}

/** Remembered under the setting `first`: which rows the environment's credentials are about. */
interface First {
  organizationId: string
  personId: string
  clientId: string
}

/**
 * Puts into an empty database what it takes to begin: an organization, its sandbox `prod`, an administrator, an
 * API client that may do everything, and `demo`. At every later start, makes the first administrator and the first
 * client fit what is given. All or nothing, and any number of processes may do it at once.
 */
export function bootstrap(
  house: House,
  given: Given = {},
  demo?: (ctx: Ctx) => Promise<void>,
): Promise<Welcome> {
  return inTransaction(house.db, async (db) => {
    await lockInTransaction(db, 'bootstrap')
    const inside = { ...house, db }
    const before = await settings.get<First>(db, 'first')
    const { first, password, secret } = before
      ? await adopt(inside, before, given)
      : await create(inside, given)
    if (!before || JSON.stringify(before) !== JSON.stringify(first)) await settings.put(db, 'first', first)

    const person = await peopleStore.find(db, first.personId)
    const client = await clientStore.find(db, first.clientId)
    if (!person || !client)
      throw new Error('The first administrator or API client was deleted from the database.')
    const actor = { id: person.id, name: person.name, scopes }
    const ctx = await contextOf(inside, { organizationId: first.organizationId, actor })
    if (!before) await demo?.(ctx)

    const revoked = client.revokedAt !== null
    return {
      first: !before,
      ctx: { ...ctx, db: house.db },
      administrator: { email: person.email, ...(password && { password }) },
      client: { id: client.id, revoked, ...(secret && { secret }) },
      ...(!revoked && { token: await openAccessTokens(inside).issue(client) }),
    }
  })
}

/** What was generated on the way, to be printed once. */
interface Made {
  first: First
  password?: string
  secret?: string
}

async function create(house: House, given: Given): Promise<Made> {
  const organizationId = given.organizationId ?? `${randomBytes(12).toString('hex').toUpperCase()}@ChappeOrg`
  const createdAt = house.now()
  await organizations.create(house.db, { id: organizationId, name: 'Chappe', createdAt })
  await sandboxes.create(house.db, { organizationId, name: defaultSandbox, title: 'Production', createdAt })

  const password = given.password ?? generatePassword()
  const personId = house.newId()
  await peopleStore.create(house.db, {
    id: personId,
    organizationId,
    email: given.email ?? 'admin@chappe.local',
    name: 'Administrator',
    role: 'administrator',
    passwordHash: await hashPassword(password),
    createdAt,
  })
  const client = await createClient(house, organizationId, given)
  return {
    first: { organizationId, personId, clientId: client.id },
    ...(!given.password && { password }),
    ...(client.secret && { secret: client.secret }),
  }
}

async function adopt(house: House, before: First, given: Given): Promise<Made> {
  const organizationId = given.organizationId ?? before.organizationId
  if (organizationId !== before.organizationId)
    await organizations.changeId(house.db, before.organizationId, organizationId)
  const personId = await adoptAdministrator(house, before, given)
  const client = await adoptClient(house, before, organizationId, given)
  return {
    first: { organizationId, personId, clientId: client.id },
    ...(client.secret && { secret: client.secret }),
  }
}

/** The address given may be somebody's already: then they are the administrator; else the first one takes it. */
async function adoptAdministrator(house: House, before: First, given: Given): Promise<string> {
  const email = given.email?.trim().toLowerCase()
  const known = email ? await peopleStore.findByEmail(house.db, email) : undefined
  const person = known ?? (await peopleStore.find(house.db, before.personId))
  if (!person) return before.personId
  if (email && (person.email !== email || person.role !== 'administrator' || person.disabledAt))
    await peopleStore.change(house.db, person.id, { email, role: 'administrator', disabledAt: null })
  if (given.password && !(await fits(given.password, person.passwordHash)))
    await setPassword(house, { id: person.id, email: email ?? person.email }, given.password)
  return person.id
}

/** A client that somebody revoked stays so: whoever did it meant it, and a restart must not undo it. */
async function adoptClient(
  house: House,
  before: First,
  organizationId: string,
  given: Given,
): Promise<{ id: string; secret?: string }> {
  const id = given.clientId ?? before.clientId
  const client = await clientStore.find(house.db, id)
  if (!client) return createClient(house, organizationId, { ...given, clientId: id })
  if (client.organizationId !== organizationId)
    throw new Error(`CHAPPE_CLIENT_ID names ${id}, an API client of another organization.`)
  const secretHash = given.clientSecret ? hashOfSecret(given.clientSecret) : client.secretHash
  if (!secretHash.equals(client.secretHash))
    await clientStore.changeSecret(house.db, organizationId, id, secretHash)
  return { id }
}

async function createClient(
  house: House,
  organizationId: string,
  given: Given,
): Promise<{ id: string; secret?: string }> {
  const secret = given.clientSecret ?? newClientSecret()
  const { id } = await clientStore.create(house.db, {
    id: given.clientId ?? newClientId(),
    organizationId,
    name: 'First client',
    secretHash: hashOfSecret(secret),
    scopes: [...scopes],
    createdAt: house.now(),
    createdBy: 'Chappe',
  })
  return { id, ...(!given.clientSecret && { secret }) }
}

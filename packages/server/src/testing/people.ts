import { randomBytes } from 'node:crypto'
import { type Role, type Scope, scopes } from '@chappe/core/access/scopes'
import { hashOfSecret, newClientId, newClientSecret } from '../app/clients.ts'
import { hashPassword } from '../app/passwords.ts'
import { begin } from '../app/session.ts'
import { openAccessTokens } from '../app/tokens.ts'
import type { House } from '../context.ts'
import { sessionCookie } from '../http/cookie.ts'
import * as clients from '../store/clients.ts'
import * as people from '../store/people.ts'
import { organizationId } from './house.ts'

export interface TestPerson {
  id: string
  email: string
  password: string
}

/** Scrypt at a cost that tests can pay. */
const cheap = { ln: 4, r: 1, p: 1 }

export async function aPerson(
  house: House,
  given: { role?: Role; email?: string; password?: string; name?: string; organizationId?: string } = {},
): Promise<TestPerson> {
  const id = house.newId()
  const email = given.email ?? `${randomBytes(4).toString('hex')}@people.test`
  const password = given.password ?? 'correct horse battery'
  await people.create(house.db, {
    id,
    organizationId: given.organizationId ?? organizationId,
    email,
    name: given.name ?? 'Grace',
    role: given.role ?? 'administrator',
    passwordHash: await hashPassword(password, cheap),
    createdAt: house.now(),
  })
  return { id, email, password }
}

/** Signs a person in (a new administrator unless given); answers the headers that a browser of theirs sends. */
export async function signedIn(
  house: House,
  person?: TestPerson,
): Promise<{ cookie: string; 'sec-fetch-site': 'same-origin' }> {
  const { token } = await begin(house, (person ?? (await aPerson(house))).id)
  return { cookie: `${sessionCookie}=${token}`, 'sec-fetch-site': 'same-origin' }
}

export interface TestClient {
  id: string
  secret: string
  token: string
  organizationId: string
  /** The headers of its calls. */
  headers: Record<string, string>
}

/** An API client with every scope, or those given, and a token for them. */
export async function aClient(
  house: House,
  given: { scopes?: readonly Scope[]; name?: string; organizationId?: string; sandbox?: string } = {},
): Promise<TestClient> {
  const secret = newClientSecret()
  const client = await clients.create(house.db, {
    id: newClientId(),
    organizationId: given.organizationId ?? organizationId,
    name: given.name ?? 'Shop',
    secretHash: hashOfSecret(secret),
    scopes: [...(given.scopes ?? scopes)],
    createdAt: house.now(),
    createdBy: 'Ada',
  })
  const token = await openAccessTokens(house).issue(client)
  return {
    id: client.id,
    secret,
    token,
    organizationId: client.organizationId,
    headers: {
      authorization: `Bearer ${token}`,
      'x-api-key': client.id,
      'x-gw-ims-org-id': client.organizationId,
      'x-sandbox-name': given.sandbox ?? 'prod',
    },
  }
}

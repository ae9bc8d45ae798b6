import { createHash, randomBytes } from 'node:crypto'
import { scopesOf } from '@chappe/core/access/scopes'
import type { Preferences, Session } from '@chappe/core/api/session'
import { Problem } from '@chappe/core/kit/problem'
import type { Ctx, House } from '../context.ts'
import { inTransaction } from '../store/db.ts'
import * as organizations from '../store/organizations.ts'
import * as people from '../store/people.ts'
import * as sandboxes from '../store/sandboxes.ts'
import * as store from '../store/sessions.ts'
import { attempt, forAccount, forPlace, sweep as sweepAttempts } from './attempts.ts'
import { fits, hashPassword, isOutdated, nobodysHash } from './passwords.ts'

export type { LiveSession } from '../store/sessions.ts'

/** A session found by its token; `prolonged` when the cookie's life must follow. */
export interface Resumed extends store.LiveSession {
  token: string
  prolonged: boolean
}

/** Hours that a session lives after its last use, and days after sign-in however much it is used. */
export const sessionHours = 12
export const sessionDays = 30

const hour = 3_600_000
// A session in use is prolonged at most this often, so that reading does not mean writing.
const prolongEvery = 5 * 60_000

/** A session's token (what the cookie holds) and until when it lives. */
export interface Given {
  token: string
  expiresAt: Date
}

/**
 * Signs a person in. Wrong address, wrong password and disabled person are one answer, after the same work.
 * Throws `auth/invalid-credentials`, or `auth/too-many-attempts` per address and per place.
 */
export async function signIn(
  house: House,
  credentials: { email: string; password: string },
  ip: string,
): Promise<Given & { session: Session }> {
  const email = credentials.email.trim().toLowerCase()
  const person = await attempt(house, [forAccount(email), forPlace(ip)], async () => {
    const found = await people.findByEmail(house.db, email)
    const known = found && !found.disabledAt ? found : undefined
    const right = await fits(credentials.password, known?.passwordHash ?? nobodysHash)
    return right ? known : undefined
  })
  if (!person) throw new Problem('auth/invalid-credentials', 'The email address or the password is wrong.')
  if (isOutdated(person.passwordHash))
    await people.change(house.db, person.id, { passwordHash: await hashPassword(credentials.password) })

  const given = await begin(house, person.id)
  return { ...given, session: await describe(house, person.id, given.expiresAt) }
}

/** Begins a session of a person who has been recognized. */
export async function begin(house: House, personId: string): Promise<Given> {
  const token = randomBytes(32).toString('base64url')
  const createdAt = house.now()
  const expiresAt = new Date(createdAt.getTime() + sessionHours * hour)
  await store.start(house.db, { tokenHash: hashOf(token), personId, createdAt, expiresAt })
  return { token, expiresAt }
}

/** The live session of a cookie's token, prolonged when it is time; undefined when there is none. */
export async function resume(house: House, token: string): Promise<Resumed | undefined> {
  const now = house.now().getTime()
  const found = await store.find(house.db, hashOf(token), house.now())
  if (!found) return undefined
  const until = Math.min(now + sessionHours * hour, found.createdAt.getTime() + sessionDays * 24 * hour)
  if (until - found.expiresAt.getTime() < prolongEvery) return { ...found, token, prolonged: false }
  const expiresAt = new Date(until)
  await store.extend(house.db, found.tokenHash, expiresAt)
  return { ...found, token, expiresAt, prolonged: true }
}

/** Who is signed in and what they may do. */
export async function describe(house: House, personId: string, expiresAt: Date): Promise<Session> {
  const person = await people.find(house.db, personId)
  const organization = person && (await organizations.find(house.db, person.organizationId))
  if (!organization) throw new Problem('auth/unauthenticated', 'This person is not here any more.')
  return {
    person: { id: person.id, email: person.email, name: person.name, role: person.role },
    organization,
    sandboxes: (await sandboxes.list(house.db, organization.id)).map(({ name, title }) => ({ name, title })),
    scopes: [...scopesOf[person.role]],
    preferences: person.preferences,
    expiresAt: expiresAt.toISOString(),
  }
}

export const signOut = (ctx: Ctx, tokenHash: Buffer): Promise<void> => store.end(ctx.db, tokenHash)

export const savePreferences = (ctx: Ctx, preferences: Preferences): Promise<Preferences> =>
  people.mergePreferences(ctx.db, ctx.actor.id, preferences)

/** Replaces one's own password and ends one's other sessions. Guessing the current one is limited like signing in. */
export async function changePassword(
  ctx: Ctx,
  { current, next }: { current: string; next: string },
  { tokenHash, ip }: { tokenHash: Buffer; ip: string },
): Promise<void> {
  const person = await people.find(ctx.db, ctx.actor.id)
  const right =
    person &&
    (await attempt(ctx, [forAccount(person.email), forPlace(ip)], async () =>
      (await fits(current, person.passwordHash)) ? true : undefined,
    ))
  if (!right) throw new Problem('auth/invalid-credentials', 'The current password is wrong.')
  const passwordHash = await hashPassword(next)
  await inTransaction(ctx.db, async (db) => {
    await people.change(db, person.id, { passwordHash })
    await store.endAll(db, person.id, tokenHash)
  })
}

/** Deletes sessions that have ended and attempts too old to count. For housekeeping. */
export async function sweep(house: Pick<House, 'db' | 'now'>): Promise<void> {
  await store.sweep(house.db, house.now())
  await sweepAttempts(house)
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

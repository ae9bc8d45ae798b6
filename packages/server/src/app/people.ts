import { Problem } from '@chappe/core/kit/problem'
import type { House } from '../context.ts'
import { inTransaction } from '../store/db.ts'
import * as store from '../store/people.ts'
import * as sessions from '../store/sessions.ts'
import { forAccount, forget } from './attempts.ts'
import { generatePassword, hashPassword } from './passwords.ts'

/**
 * Gives a person a new password (a generated one unless given) and answers it. Ends their sessions, forgets their
 * failed attempts. For the operator at the command line. Throws `person/not-found`.
 */
export async function resetPassword(
  house: House,
  email: string,
  password: string = generatePassword(),
): Promise<string> {
  const person = await store.findByEmail(house.db, email.trim())
  if (!person) throw new Problem('person/not-found', `Nobody here has the address ${email}.`)
  await setPassword(house, person, password)
  return password
}

/** Sets the password and ends every session of a person, in one transaction. */
export async function setPassword(
  house: House,
  { id, email }: { id: string; email: string },
  password: string,
): Promise<void> {
  const passwordHash = await hashPassword(password)
  await inTransaction(house.db, async (db) => {
    await store.change(db, id, { passwordHash })
    await sessions.endAll(db, id)
    await forget({ ...house, db }, forAccount(email))
  })
}

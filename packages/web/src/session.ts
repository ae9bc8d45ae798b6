import type { Scope } from '@chappe/core/access/scopes'
import { getSession, type Preferences, type Session, savePreferences } from '@chappe/core/api/session'
import { useQuery } from '@tanstack/react-query'
import { call, chooseSandbox } from './api.ts'
import { keyOf, queryClient, queryOf } from './data.ts'
import type { Settings } from './device-settings.ts'
import { adoptPreferences, changeSettings } from './settings.ts'

const sessionQuery = { ...queryOf(getSession), staleTime: 60_000 }

/** Begins with a session that the server has just given. */
export function adoptSession(session: Session) {
  chooseSandbox(session.sandboxes[0]?.name)
  adoptPreferences(session.preferences)
  queryClient.setQueryData(keyOf(getSession, {}), session)
}

/** The session, from memory or from the server. @throws ApiProblem `auth/unauthenticated` when there is none. */
export async function requireSession(): Promise<Session> {
  const known = queryClient.getQueryData<Session>(sessionQuery.queryKey)
  if (known) return known
  const session = await queryClient.fetchQuery(sessionQuery)
  adoptSession(session)
  return session
}

/** The session of the person at the screen; pages behind sign-in always have one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  if (!data) throw new Error('useSession outside the signed-in part')
  return data
}

/** Whether the person may do what needs this scope. The server decides; this spares them a refusal. */
export const useMay = (scope: Scope): boolean => useSession().scopes.includes(scope)

/** What is being saved; the next waits for it, so that the last choice is the one that stays. */
let saving: Promise<unknown> = Promise.resolve()

/** Changes some preferences, shown at once and saved on the server. */
export async function changePreferences(changes: Preferences): Promise<void> {
  // An answer that is on its way says what was chosen before.
  await queryClient.cancelQueries({ queryKey: sessionQuery.queryKey })
  queryClient.setQueryData<Session>(sessionQuery.queryKey, (session) =>
    session ? { ...session, preferences: { ...session.preferences, ...changes } } : session,
  )
  const saved = saving.then(() => call(savePreferences, { body: changes }))
  saving = saved.catch(() => {})
  await saved
}

/** Changes how Chappe looks, here and (when signed in) wherever the person signs in next. */
export function changeLook(changes: Partial<Settings>) {
  changeSettings(changes)
  if (queryClient.getQueryData(sessionQuery.queryKey)) void changePreferences(changes).catch(() => {})
}

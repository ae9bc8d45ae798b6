import { z } from 'zod'
import { roles, scopes } from '../access/scopes.ts'
import { endpoint, nothing } from './endpoint.ts'

export const locales = ['en', 'fr'] as const

export const Preferences = z.object({
  locale: z.enum(locales).optional(),
  colorScheme: z.enum(['system', 'light', 'dark']).optional(),
  /** Columns shown in the campaign inventory, in order. */
  columns: z.array(z.string().max(60)).max(40).optional(),
  /** Steps of the home page's tour that are done or dismissed. */
  tour: z.array(z.string().max(60)).max(40).optional(),
})
export type Preferences = z.infer<typeof Preferences>

export const Session = z.object({
  person: z.object({ id: z.uuid(), email: z.string(), name: z.string(), role: z.enum(roles) }),
  organization: z.object({ id: z.string(), name: z.string() }),
  sandboxes: z.array(z.object({ name: z.string(), title: z.string() })),
  scopes: z.array(z.enum(scopes)),
  preferences: Preferences,
  expiresAt: z.iso.datetime({ offset: true }),
})
export type Session = z.infer<typeof Session>

export const signIn = endpoint({
  id: 'signIn',
  summary: 'Sign in with an email address and a password; sets the session cookie',
  tag: 'Session',
  method: 'POST',
  path: '/v1/session',
  access: 'public',
  body: z.object({ email: z.string().min(1).max(254), password: z.string().min(1).max(200) }),
  reply: Session,
})
export const getSession = endpoint({
  id: 'getSession',
  summary: 'Who is signed in, and what they may do',
  tag: 'Session',
  method: 'GET',
  path: '/v1/session',
  access: 'signed-in',
  reply: Session,
})
export const signOut = endpoint({
  id: 'signOut',
  summary: 'Sign out: ends this session',
  tag: 'Session',
  method: 'DELETE',
  path: '/v1/session',
  access: 'signed-in',
  status: 204,
  reply: nothing,
})
export const savePreferences = endpoint({
  id: 'savePreferences',
  summary: 'Change one’s own preferences; what is left out stays',
  tag: 'Session',
  method: 'PATCH',
  path: '/v1/session/preferences',
  access: 'signed-in',
  body: Preferences,
  reply: Preferences,
})
export const changePassword = endpoint({
  id: 'changePassword',
  summary: 'Change one’s own password; ends the person’s other sessions',
  tag: 'Session',
  method: 'PUT',
  path: '/v1/session/password',
  access: 'signed-in',
  status: 204,
  body: z.object({ current: z.string().max(200), next: z.string().min(12).max(200) }),
  reply: nothing,
})

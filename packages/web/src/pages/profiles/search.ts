import { z } from 'zod'

/** The list's part of the address. */
export const profilesSearch = z.object({
  /** How an identity of the namespace begins. */
  q: z.string().max(254).optional().catch(undefined),
  namespace: z.string().max(60).optional().catch(undefined),
  /** Test profiles only. */
  test: z.boolean().optional().catch(undefined),
  /** The create dialog is open. */
  create: z.boolean().optional().catch(undefined),
})
export type ProfilesSearch = z.output<typeof profilesSearch>

export const profileTabs = [
  'attributes',
  'identities',
  'consents',
  'audiences',
  'events',
  'messages',
] as const

export const profileSearch = z.object({ tab: z.enum(profileTabs).optional().catch(undefined) })

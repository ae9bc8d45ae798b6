import { z } from 'zod'

/** The Inbox's part of the address. */
export const inboxSearch = z.object({ q: z.string().optional().catch(undefined) })

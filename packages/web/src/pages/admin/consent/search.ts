import { z } from 'zod'

export const consentTabs = ['rules', 'pages'] as const

/** The page's part of the address: which of its parts. */
export const consentSearch = z.object({ tab: z.enum(consentTabs).optional().catch(undefined) })

import { importStatuses } from '@chappe/core/import/lifecycle'
import { z } from 'zod'

/** The list's part of the address. */
export const importsSearch = z.object({
  status: z.enum(importStatuses).optional().catch(undefined),
})

export const importSteps = ['file', 'columns', 'how', 'summary'] as const
export type ImportStep = (typeof importSteps)[number]

/** Which step of the preparation; left out, the first. */
export const importSearch = z.object({ step: z.enum(importSteps).optional().catch(undefined) })

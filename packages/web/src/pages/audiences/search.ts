import { audienceStatuses } from '@chappe/core/audience/lifecycle'
import { audienceKinds } from '@chappe/core/audience/schema'
import { z } from 'zod'

export const audienceSorts = ['name', 'members', 'evaluatedAt', 'createdAt', 'modifiedAt'] as const

/** The list's part of the address. Without `status`, everything but the archive. */
export const audiencesSearch = z.object({
  q: z.string().max(200).optional().catch(undefined),
  kind: z.enum(audienceKinds).optional().catch(undefined),
  status: z.enum(audienceStatuses).optional().catch(undefined),
  tag: z.string().max(60).optional().catch(undefined),
  sort: z.enum(audienceSorts).optional().catch(undefined),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
  /** The create dialog is open. */
  create: z.boolean().optional().catch(undefined),
})
export type AudiencesSearch = z.output<typeof audiencesSearch>

export const audienceTabs = ['definition', 'members', 'changes', 'uses', 'properties'] as const

export const audienceSearch = z.object({ tab: z.enum(audienceTabs).optional().catch(undefined) })

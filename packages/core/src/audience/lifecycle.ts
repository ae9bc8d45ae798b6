import { lifecycle } from '../kit/lifecycle.ts'

export const audienceStatuses = ['live', 'archived'] as const
export type AudienceStatus = (typeof audienceStatuses)[number]
const audienceActions = ['archive', 'restore'] as const
export type AudienceAction = (typeof audienceActions)[number]

/** An audience can be used as soon as it is saved; an archived one is not evaluated, and nothing new names it. */
export const audienceLifecycle = lifecycle<AudienceStatus, AudienceAction>({
  archive: { from: ['live'], to: 'archived', by: 'audiences:write' },
  restore: { from: ['archived'], to: 'live', by: 'audiences:write' },
})

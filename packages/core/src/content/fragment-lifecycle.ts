import { lifecycle } from '../kit/lifecycle.ts'

export const fragmentStatuses = ['draft', 'publishing', 'live', 'archived'] as const
export type FragmentStatus = (typeof fragmentStatuses)[number]
export const fragmentActions = ['publish', 'arrive', 'fail', 'archive', 'unarchive'] as const
export type FragmentAction = (typeof fragmentActions)[number]

/** A publication begins with `publish` and ends with `arrive`; `fail` leaves what was live live. */
export const fragmentLifecycle = lifecycle<FragmentStatus, FragmentAction>({
  publish: { from: ['draft', 'live'], to: 'publishing', by: 'content:publish' },
  arrive: { from: ['publishing'], to: 'live', by: 'system' },
  fail: { from: ['publishing'], to: 'draft', by: 'system' },
  archive: { from: ['draft', 'live'], to: 'archived', by: 'content:write' },
  unarchive: { from: ['archived'], to: 'draft', by: 'content:write' },
})

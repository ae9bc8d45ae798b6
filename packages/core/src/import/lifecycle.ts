import { lifecycle } from '../kit/lifecycle.ts'

export const importStatuses = ['uploading', 'ready', 'running', 'cancelled', 'complete', 'failed'] as const
export type ImportStatus = (typeof importStatuses)[number]

/**
 * What moves an import. A dry run that ends, or that is given up, leaves the import `ready`: it can be run in earnest.
 * What was cancelled or failed keeps what is written and goes on from there when resumed.
 */
const importActions = [
  'receive',
  'start',
  'cancel',
  'giveUp',
  'resume',
  'endDryRun',
  'complete',
  'fail',
] as const
export type ImportAction = (typeof importActions)[number]

export const importLifecycle = lifecycle<ImportStatus, ImportAction>({
  receive: { from: ['uploading'], to: 'ready', by: 'profiles:write' },
  start: { from: ['ready'], to: 'running', by: 'profiles:write' },
  cancel: { from: ['running'], to: 'cancelled', by: 'profiles:write' },
  giveUp: { from: ['running'], to: 'ready', by: 'profiles:write' },
  resume: { from: ['cancelled', 'failed'], to: 'running', by: 'profiles:write' },
  endDryRun: { from: ['running'], to: 'ready', by: 'system' },
  complete: { from: ['running'], to: 'complete', by: 'system' },
  fail: { from: ['running'], to: 'failed', by: 'system' },
})

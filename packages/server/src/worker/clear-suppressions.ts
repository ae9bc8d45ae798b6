import { ClearSuppressions, clearSuppressions, clearSuppressionsKind } from '../app/clear-suppressions.ts'
import type { Step } from './step.ts'

/** Empties the suppression list of a sandbox. */
export const clearSuppressionsStep: Step = {
  kind: clearSuppressionsKind,
  isLong: true,
  lease: 300,
  attempts: 10,
  async run(worker, payload) {
    await clearSuppressions(worker, ClearSuppressions.parse(payload))
    return {}
  },
}

import { ExpandOccurrence, expand, expandKind, giveUp } from '../app/occurrences.ts'
import type { Step } from './step.ts'

/** Takes the snapshot of an occurrence's audience. */
export const expandOccurrenceStep: Step = {
  kind: expandKind,
  lease: 900,
  attempts: 5,
  run: async (worker, payload) => ({ people: await expand(worker, ExpandOccurrence.parse(payload)) }),
  gaveUp: (worker, payload, reason) => giveUp(worker, ExpandOccurrence.parse(payload), reason),
}

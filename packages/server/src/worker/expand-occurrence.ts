import { ExpandOccurrence, expand, expandKind } from '../app/occurrences/expand.ts'
import { release } from '../app/occurrences/release.ts'
import { giveUp } from '../app/occurrences.ts'
import type { Step } from './step.ts'

/** Takes the snapshot of an occurrence's audience. */
export const expandOccurrenceStep: Step = {
  kind: expandKind,
  lease: 900,
  attempts: 5,
  async run(worker, payload) {
    const people = await expand(worker, ExpandOccurrence.parse(payload))
    // Not to wait for the clock; if we die here, it comes.
    await release(worker)
    return { people }
  },
  gaveUp: (worker, payload, reason) => giveUp(worker, ExpandOccurrence.parse(payload), reason),
}

import { abandon, carryOut, PublishFragment, publishFragmentKind } from '../app/fragments/publication.ts'
import * as queue from '../queue/jobs.ts'
import type { Step } from './step.ts'

/** Campaigns that one job moves on, well within its lease; another one goes on from there. */
const most = 500

/** Moves the campaigns that refer to a fragment on to the version that is being published. */
export const publishFragmentStep: Step = {
  kind: publishFragmentKind,
  lease: 60,
  attempts: 20,
  async run(worker, payload) {
    const result = await carryOut(worker, PublishFragment.parse(payload), { most })
    const { db, newId, now } = worker
    if (!result.over) await queue.add(db, { id: newId(), kind: publishFragmentKind, payload, runAt: now() })
    return result
  },
  gaveUp: (worker, payload, reason) => abandon(worker, PublishFragment.parse(payload), reason),
}

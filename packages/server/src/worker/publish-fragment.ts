import { abandon, carryOut, PublishFragment, publishFragmentKind } from '../app/fragments/publication.ts'
import type { Step } from './step.ts'

/** Moves the campaigns that refer to a fragment on to the version that is being published. */
export const publishFragmentStep: Step = {
  kind: publishFragmentKind,
  lease: 600,
  attempts: 20,
  run: (worker, payload) => carryOut(worker, PublishFragment.parse(payload)),
  gaveUp: (worker, payload, reason) => abandon(worker, PublishFragment.parse(payload), reason),
}

import {
  ExpandResend,
  expandResend,
  expandResendKind,
  giveUpResend,
} from '../app/occurrences/expand-resend.ts'
import { release } from '../app/occurrences/release.ts'
import type { Step } from './step.ts'

/** Takes the snapshot of those whom an occurrence did not reach. */
export const expandResendStep: Step = {
  kind: expandResendKind,
  lease: 900,
  attempts: 5,
  async run(worker, payload) {
    const messages = await expandResend(worker, ExpandResend.parse(payload))
    await release(worker)
    return { messages }
  },
  gaveUp: (worker, payload, reason) => giveUpResend(worker, ExpandResend.parse(payload), reason),
}

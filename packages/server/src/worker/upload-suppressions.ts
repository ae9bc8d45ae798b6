import { abandon, carryOut, UploadJob, uploadSuppressionsKind } from '../app/suppression-uploads.ts'
import type { Step } from './step.ts'

/** Adds what an uploaded file names to the suppression list or the allow list. */
export const uploadSuppressionsStep: Step = {
  kind: uploadSuppressionsKind,
  isLong: true,
  lease: 120,
  attempts: 5,
  async run(worker, payload) {
    await carryOut(worker, UploadJob.parse(payload))
    return {}
  },
  gaveUp: (worker, payload) => abandon(worker, UploadJob.parse(payload)),
}

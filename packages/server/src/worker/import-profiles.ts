import { abandon, carryOut } from '../app/imports/carry-out.ts'
import { ImportJob, importProfilesKind } from '../app/imports.ts'
import { again, type Step } from './step.ts'

/** Writes the profiles of a file, a part at a time. */
export const importProfilesStep: Step = {
  kind: importProfilesKind,
  isLong: true,
  // For one part, with room for a database that is busy.
  lease: 120,
  attempts: 5,
  async run(worker, payload, _open, renew) {
    let isOurs = true
    const goesOn = async () => {
      isOurs = await renew()
      return isOurs && !worker.draining.aborted
    }
    const over = await carryOut(worker, ImportJob.parse(payload), goesOn)
    return over || !isOurs ? {} : again
  },
  gaveUp: (worker, payload, reason) => abandon(worker, ImportJob.parse(payload), reason),
}

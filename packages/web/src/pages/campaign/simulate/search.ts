import { z } from 'zod'

/** The simulation page's part of the address: the version, the kept set of samples that is open, what is shown. */
export const simulateSearch = z.object({
  version: z.int().positive().optional().catch(undefined),
  /** The variant of the content; none: the campaign’s own. */
  variant: z.string().max(40).optional().catch(undefined),
  set: z.uuid().optional().catch(undefined),
  view: z.enum(['samples', 'proofs']).optional().catch(undefined),
  /** The proof job that is open. */
  job: z.uuid().optional().catch(undefined),
})

import { z } from 'zod'

/** A path of our own, or undefined: where the sign-in page leads must never be another site. */
export const localPath = (path: string): string | undefined => (/^\/(?![/\\])/.test(path) ? path : undefined)

export const signInSearch = z.object({
  from: z.string().transform(localPath).optional().catch(undefined),
})

import { z } from 'zod'
import { DesignRemark, EmailDesign } from '../design/schema.ts'
import { endpoint } from './endpoint.ts'

const tag = 'Email designer'

export const compileDesign = endpoint({
  id: 'compileDesign',
  summary: 'The HTML of a design, as it would be saved, and what its check finds',
  tag,
  method: 'POST',
  path: '/v1/designs/compile',
  access: 'content:read',
  body: z.object({ design: EmailDesign }),
  reply: z.object({ html: z.string(), remarks: z.array(DesignRemark) }),
})
export const importHtml = endpoint({
  id: 'importHtml',
  summary:
    'An existing HTML email made ready for code mode: pasted or from a file, or a ZIP whose images become assets',
  tag,
  method: 'POST',
  path: '/v1/designs/import',
  access: 'content:write',
  bodyLimit: 14_100_000,
  body: z.union([
    z.object({ html: z.string().max(2 * 1024 * 1024) }),
    /** A ZIP of at most 10 MB, base64. */
    z.object({ zip: z.base64().max(14_000_000) }),
  ]),
  reply: z.object({
    html: z.string(),
    /** Title of the document, to be the subject. */
    subject: z.string(),
    images: z.int(),
    /** What was taken out or could not be found, as sentences. */
    remarks: z.array(z.object({ code: z.string(), message: z.string() })),
  }),
})

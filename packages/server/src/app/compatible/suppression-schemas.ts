import { z } from 'zod'

const entityTypes = { addresses: 'email', domains: 'domain' } as const
export type Kind = keyof typeof entityTypes

const listOf = z.enum(['client', 'allowed']).default('client')

/** What is added: the type may be left out, as the address of the call says it. */
export const added = (kind: Kind) =>
  z
    .array(
      z.object({
        entity: z.object({
          type: z.literal(entityTypes[kind]).optional(),
          entityValue: z.string().min(3).max(254),
        }),
        comment: z
          .string()
          .max(500)
          .regex(/^\P{Cc}*$/u, 'Only characters that can be printed')
          .default(''),
        user: z.string().trim().min(1).max(200).optional(),
      }),
    )
    .min(1)
    .max(1_000)
export type Added = z.infer<ReturnType<typeof added>>

/** Query parameters of a list; whatever repeats but may not is refused. */
export const EntityQuery = z.object({
  type: listOf,
  orderby: z.string().max(40).default('-creationdate'),
  limit: z.coerce.number().int().min(1).max(1_000).default(20),
  start: z.string().max(800).optional(),
  property: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.string().max(200)).max(10),
  ),
})
export type EntityQuery = z.infer<typeof EntityQuery>

export const TypeQuery = z.object({ type: listOf })

export const UploadQuery = EntityQuery.omit({ type: true }).extend({
  orderby: z.string().max(40).default('-createtime'),
})
export type UploadQuery = z.infer<typeof UploadQuery>

import { z } from 'zod'
import { contrast } from '../design/contrast.ts'

/** White text on the color must be readable: WCAG 2.2, success criterion 1.4.3. */
export const leastContrast = 4.5

/** How the pages look on which people choose: preference centre, unsubscribing, confirmation. */
export const PreferenceCentre = z.object({
  /** Empty: the pages name nobody. */
  brandName: z
    .string()
    .trim()
    .max(100)
    .regex(/^\P{Cc}*$/u, 'Only characters that can be printed')
    .default(''),
  logoUrl: z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(1_000)]).default(''),
  /** Of the buttons, whose text is white. */
  color: z
    .string()
    .regex(/^#[\da-f]{6}$/i, 'A color as #rrggbb')
    .refine(
      (color) => !/^#[\da-f]{6}$/i.test(color) || contrast(color, '#ffffff') >= leastContrast,
      'White text cannot be read on this color: choose a darker one',
    )
    .default('#0d66d0'),
})
export type PreferenceCentre = z.infer<typeof PreferenceCentre>

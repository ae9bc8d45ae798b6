import { z } from 'zod'
import { contrast } from '../design/contrast.ts'

/** White text on the color must be readable: WCAG 2.2, success criterion 1.4.3. */
export const leastContrast = 4.5

/** What the pages speak. */
export const pageLanguages = ['en', 'fr'] as const
export type PageLanguage = (typeof pageLanguages)[number]

const color = /^#[\da-f]{6}$/i
const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^\P{Cc}*$/u, 'Only characters that can be printed')
    .default('')
const words = (most: number) => z.object({ en: text(most), fr: text(most) }).default({ en: '', fr: '' })

/** How the pages look on which people choose: preference centre, unsubscribing, confirmation. */
export const PreferenceCentre = z.object({
  /** Empty: the pages name nobody. */
  brandName: text(100),
  logoUrl: z.union([z.literal(''), z.url({ protocol: /^https$/ }).max(1_000)]).default(''),
  /** Of the buttons, whose text is white. */
  color: z
    .string()
    .regex(color, 'A color as #rrggbb')
    .refine(
      (given) => !color.test(given) || contrast(given, '#ffffff') >= leastContrast,
      'White text cannot be read on this color: choose a darker one',
    )
    .default('#0d66d0'),
  /** Each person’s own where it is among them, else the reader’s, else the first. */
  languages: z
    .array(z.enum(pageLanguages))
    .min(1)
    .max(pageLanguages.length)
    .refine((all) => new Set(all).size === all.length, 'Name each language once')
    .default([...pageLanguages]),
  /** Title of the preference centre and what stands below it; empty: words of ours. */
  title: words(120),
  lead: words(500),
  /** At the foot of every page: who writes, and from where. */
  footer: words(500),
})
export type PreferenceCentre = z.infer<typeof PreferenceCentre>

/**
 * The same color, darkened as little as white text needs to be read on it; the color itself where it can be read
 * already.
 */
export function readable(given: string): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(given.slice(at, at + 2), 16))
  const darkened = (share: number) =>
    `#${parts
      .map((part) =>
        Math.floor(part * share)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`
  for (let percent = 100; percent > 0; percent--) {
    const found = darkened(percent / 100)
    if (contrast(found, '#ffffff') >= leastContrast) return found
  }
  return '#000000'
}

import { EmailSettings } from '@chappe/core/configuration/schema'

/** The addresses in a text, whatever stands between them, each once. */
export const addressesIn = (text: string): string[] => [
  ...new Set(text.split(/[\s,;]+/).filter((word) => word !== '')),
]

/** The first entry that is no address, or undefined. */
export const notAnAddress = (addresses: readonly string[]): string | undefined =>
  addresses.find((one) => !EmailSettings.shape.seedList.safeParse([one]).success)

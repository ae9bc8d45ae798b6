import { simulationLimits } from '@chappe/core/simulation/schema'
import { z } from 'zod'

const address = z.email().max(254)

export interface Addresses {
  readonly valid: readonly string[]
  /** What is no address. */
  readonly wrong: readonly string[]
  /** How many are too many. */
  readonly over: number
}

/** The addresses in a text, whatever separates them, each once. */
export function addressesIn(text: string): Addresses {
  const words = [...new Set(text.split(/[\s,;]+/).filter(Boolean))]
  const valid = words.filter((word) => address.safeParse(word).success)
  return {
    valid,
    wrong: words.filter((word) => !valid.includes(word)),
    over: Math.max(0, valid.length - simulationLimits.proofAddresses),
  }
}

export const isUsable = ({ valid, wrong, over }: Addresses): boolean =>
  valid.length > 0 && wrong.length === 0 && over === 0

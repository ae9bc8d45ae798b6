/** What a filter is by: one that lets everything through is none. */
export const unlessEmpty = <T>(values: readonly T[]): T[] | undefined =>
  values.length > 0 ? [...values] : undefined

/** People of one kind: those of a domain with a rate of its own, or all others. */
export interface Stream {
  readonly people: number
  /** Messages per millisecond; Infinity without a rate of its own. */
  readonly most: number
}

/** While fewer than `until` people in all are reached, so many per millisecond. */
export interface Speed {
  readonly until: number
  readonly rate: number
}

/**
 * How fast people are reached, slower towards the end when one domain is slow: each kind in proportion to how many
 * of it are left, none above its own rate, all together not above `rate` (messages per millisecond). The speed only
 * changes when a kind is done, so there are as many steps as kinds at most.
 */
export function flow(streams: readonly Stream[], rate: number): Speed[] {
  let left = streams.filter(({ people }) => people > 0)
  const speeds: Speed[] = []
  let reached = 0
  while (left.length > 0) {
    const shares = share(left, rate)
    const time = Math.min(...left.map(({ people }, index) => people / shares[index]!))
    left = left.map((stream, index) => ({ ...stream, people: stream.people - shares[index]! * time }))
    const gone = shares.reduce((sum, one) => sum + one, 0)
    reached += gone * time
    speeds.push({ until: reached, rate: gone })
    left = left.filter(({ people }) => people > 1e-6)
  }
  return speeds
}

/** The rate in proportion to the people, except that nobody gets more than their own: what they leave is the others'. */
function share(streams: readonly Stream[], rate: number): number[] {
  const shares = new Array<number | null>(streams.length).fill(null)
  let free = rate
  for (;;) {
    const open = streams.flatMap((stream, index) => (shares[index] === null ? [{ ...stream, index }] : []))
    const weight = open.reduce((sum, { people }) => sum + people, 0)
    const full = open.filter(({ people, most }) => most <= (free * people) / weight)
    if (full.length === 0) {
      for (const { people, index } of open) shares[index] = (free * people) / weight
      return shares as number[]
    }
    for (const { most, index } of full) {
      shares[index] = most
      free -= most
    }
    if (full.length === open.length) return shares as number[]
  }
}

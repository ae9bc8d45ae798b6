interface Change {
  /** RFC 3339. */
  readonly at: string
  readonly members: number
}

interface Size {
  readonly width: number
  readonly height: number
  /** The value at the top. */
  readonly highest: number
}

const round = (value: number) => Math.round(value * 100) / 100

/**
 * The line of a number that stays what it is until it changes, in SVG's words; changes come oldest first. One alone
 * is a line from side to side.
 */
export function stepsOf(changes: readonly Change[], { width, height, highest }: Size) {
  const times = changes.map(({ at }) => Date.parse(at))
  const [from, to] = [times[0] ?? 0, times.at(-1) ?? 0]
  const points = changes.map(({ at, members }, i) => ({
    at,
    x: to > from ? round(((times[i]! - from) / (to - from)) * width) : i === changes.length - 1 ? width : 0,
    y: round(height - (members / highest) * height),
  }))
  const [first] = points
  if (!first) return { points, line: '', area: '' }
  const line = `M0 ${first.y}${points.map(({ x, y }) => `H${x}V${y}`).join('')}`
  return { points, line, area: `${line}V${height}H0Z` }
}

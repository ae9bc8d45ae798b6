/** One line of a comparison; `before` and `after` are its line numbers, counted from 1, where it stands. */
export interface Line {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
  readonly before?: number
  readonly after?: number
}

/** A run of lines to show, or the number of equal lines left out. */
export type Piece =
  | { readonly kind: 'lines'; readonly lines: readonly Line[] }
  | { readonly kind: 'gap'; readonly count: number }

/** Beyond this many differing lines the shortest way is no longer looked for: all goes out, all comes in. */
const farApart = 2_000

const linesOf = (text: string) => (text === '' ? [] : text.split(/\r\n|\r|\n/))

/** What turns one text into another, line by line, with as few changes as can be (Myers' algorithm). */
export function compareLines(before: string, after: string): Line[] {
  const a = linesOf(before)
  const b = linesOf(after)
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++

  const same = (i: number, j: number): Line => ({ kind: 'same', text: a[i]!, before: i + 1, after: j + 1 })
  const removed = (i: number): Line => ({ kind: 'removed', text: a[i]!, before: i + 1 })
  const added = (j: number): Line => ({ kind: 'added', text: b[j]!, after: j + 1 })

  const lines: Line[] = []
  for (let i = 0; i < start; i++) lines.push(same(i, i))
  let i = start
  let j = start
  for (const [x, y] of matches(a.slice(start, a.length - end), b.slice(start, b.length - end))) {
    while (i < start + x) lines.push(removed(i++))
    while (j < start + y) lines.push(added(j++))
    lines.push(same(i++, j++))
  }
  while (i < a.length - end) lines.push(removed(i++))
  while (j < b.length - end) lines.push(added(j++))
  while (i < a.length) lines.push(same(i++, j++))
  return lines
}

/** Pairs of indexes of lines that both have, in order: as many as possible unless the two are far apart. */
function matches(a: readonly string[], b: readonly string[]): [number, number][] {
  const trace: Int32Array[] = []
  const most = Math.min(a.length + b.length, farApart)
  const reach = new Int32Array(2 * most + 3)
  const middle = most + 1
  for (let d = 0; d <= most; d++) {
    trace.push(reach.slice(middle - d - 1, middle + d + 2))
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && reach[middle + k - 1]! < reach[middle + k + 1]!)
      let x = down ? reach[middle + k + 1]! : reach[middle + k - 1]! + 1
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++
      reach[middle + k] = x
      if (x >= a.length && x - k >= b.length) return walkBack(trace, a.length, b.length)
    }
  }
  return []
}

function walkBack(trace: readonly Int32Array[], fromX: number, fromY: number): [number, number][] {
  const pairs: [number, number][] = []
  let x = fromX
  let y = fromY
  for (let d = trace.length - 1; d >= 0; d--) {
    const at = (k: number) => trace[d]![k + d + 1]!
    const k = x - y
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1))
    const cameX = d === 0 ? 0 : down ? at(k + 1) : at(k - 1)
    const cameY = d === 0 ? 0 : cameX - (down ? k + 1 : k - 1)
    while (x > cameX && y > cameY && (d === 0 || x > (down ? cameX : cameX + 1))) pairs.push([--x, --y])
    x = cameX
    y = cameY
  }
  return pairs.reverse()
}

/** Leaves out long runs of equal lines, keeping `context` of them around each change. */
export function folded(lines: readonly Line[], context = 3): Piece[] {
  const near = new Uint8Array(lines.length)
  lines.forEach((line, i) => {
    if (line.kind !== 'same') near.fill(1, Math.max(0, i - context), i + context + 1)
  })
  const pieces: Piece[] = []
  for (let i = 0; i < lines.length; ) {
    let j = i
    while (j < lines.length && near[j] === near[i]) j++
    // A gap of one line would take as much room as the line.
    if (near[i] === 0 && j - i > 1) pieces.push({ kind: 'gap', count: j - i })
    else pieces.push({ kind: 'lines', lines: lines.slice(i, j) })
    i = j
  }
  return pieces
}

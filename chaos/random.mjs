// Numbers that a seed decides: the same seed, the same plan, on every machine.

/** sfc32 (Chris Doty-Humphrey, PractRand), warmed up. */
export function random(seed) {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, seed | 0]
  const next = () => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let n = 0; n < 20; n++) next()
  const between = (from, to) => from + Math.floor(next() * (to - from + 1))
  return {
    /** A whole number, both ends included. */
    between,
    chance: (share) => next() < share,
    pick: (list) => list[between(0, list.length - 1)],
    /** A number of [0, 1) with three decimals, so that a printed plan says all of it. */
    share: (from, to) => Math.round((from + next() * (to - from)) * 1_000) / 1_000,
  }
}

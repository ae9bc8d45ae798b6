const shifts = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const
const sines = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32))

/** The MD5 digest (RFC 1321) of bytes, in hexadecimal. Not for security: for matching other systems' keys. */
export function md5(bytes: readonly number[]): string {
  const padded = [...bytes, 0x80]
  while (padded.length % 64 !== 56) padded.push(0)
  const bits = bytes.length * 8
  for (let i = 0; i < 8; i++) padded.push(Math.floor(bits / 2 ** (8 * i)) & 0xff)
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  for (let from = 0; from < padded.length; from += 64) {
    const words = Array.from({ length: 16 }, (_, i) => {
      const at = from + i * 4
      return padded[at]! | (padded[at + 1]! << 8) | (padded[at + 2]! << 16) | (padded[at + 3]! << 24)
    })
    mixIn(state, words)
  }
  return state.map((word) => [0, 8, 16, 24].map((shift) => hex((word >>> shift) & 0xff)).join('')).join('')
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

function mixIn(state: number[], words: readonly number[]): void {
  let [a, b, c, d] = state as [number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const round = i >> 4
    const [mixed, word] =
      round === 0
        ? [(b & c) | (~b & d), i]
        : round === 1
          ? [(d & b) | (~d & c), (5 * i + 1) % 16]
          : round === 2
            ? [b ^ c ^ d, (3 * i + 5) % 16]
            : [c ^ (b | ~d), (7 * i) % 16]
    const sum = (a + mixed + sines[i]! + words[word]!) | 0
    const shift = shifts[round]![i % 4]!
    ;[a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0]
  }
  for (const [i, value] of [a, b, c, d].entries()) state[i] = (state[i]! + value) | 0
}

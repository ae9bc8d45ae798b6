const LF = 10
const DOT = 46
const dot = Buffer.from('.')
const ending = Buffer.from('.\r\n')
const endingAfterLine = Buffer.from('\r\n.\r\n')

/**
 * A message as it travels after DATA (RFC 5321 4.5.2): a second dot before each dot that begins a
 * line, and the final dot. Dots after a bare LF are doubled too, because some servers take that for a line
 * end and would end the message there.
 */
export function dotStuffed(message: readonly Uint8Array[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let last = LF
  for (const octets of message) {
    if (octets.length === 0) continue
    stuff(Buffer.from(octets.buffer, octets.byteOffset, octets.length), last === LF, pieces)
    last = octets[octets.length - 1]!
  }
  pieces.push(last === LF ? ending : endingAfterLine)
  return pieces
}

function stuff(octets: Buffer, beginsLine: boolean, pieces: Uint8Array[]): void {
  let start = 0
  if (beginsLine && octets[0] === DOT) pieces.push(dot)
  for (let at = octets.indexOf('\n.'); at >= 0; at = octets.indexOf('\n.', start)) {
    pieces.push(octets.subarray(start, at + 1), dot)
    start = at + 1
  }
  pieces.push(start === 0 ? octets : octets.subarray(start))
}

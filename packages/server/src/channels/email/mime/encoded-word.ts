const safe = /[A-Za-z0-9!*+\-/]/
const longest = 75

/**
 * RFC 2047 encoded-words, each within 75 octets and within its line, joined by folds.
 * `column` is where the first one begins. Safe in phrases as well as in unstructured text.
 */
export function encodedWords(text: string, column: number): string {
  const points = Array.from(text)
  const spelled = points.map(spellQ)
  const base64 = spelled.join('').length > Buffer.byteLength(text) * 1.4
  const words: string[] = []
  let from = 0
  let left = Math.min(longest, 76 - column) - 12
  for (let size = 0, i = 0; i <= points.length; i++) {
    const more = i === points.length ? 0 : base64 ? Buffer.byteLength(points[i]!) : spelled[i]!.length
    const fits = base64 ? Math.ceil((size + more) / 3) * 4 <= left : size + more <= left
    if (fits && i < points.length) {
      size += more
      continue
    }
    if (i > from) words.push(word(points.slice(from, i), spelled.slice(from, i), base64))
    else if (i < points.length) words.push('')
    if (i === points.length) break
    left = longest - 12
    from = i
    size = more
  }
  return words.join('\r\n ')
}

const word = (points: string[], spelled: string[], base64: boolean): string =>
  base64
    ? `=?utf-8?B?${Buffer.from(points.join('')).toString('base64')}?=`
    : `=?utf-8?Q?${spelled.join('')}?=`

function spellQ(point: string): string {
  if (safe.test(point)) return point
  if (point === ' ') return '_'
  let spelled = ''
  for (const octet of Buffer.from(point)) spelled += `=${octet.toString(16).toUpperCase().padStart(2, '0')}`
  return spelled
}

/** What windows-1252 puts in the place of U+0080 to U+009F (WHATWG Encoding, index windows-1252). */
const special = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

/**
 * A text of which each character is one byte of windows-1252, as it is meant. Some versions of Node have a decoder of
 * that name that reads these bytes as Latin-1: the œ of cœur and the ’ of l’été would be control characters.
 */
export const fromWindows1252 = (bytes: string): string =>
  bytes.replace(/[\x80-\x9f]/g, (one) => special[one.charCodeAt(0) - 0x80] ?? one)

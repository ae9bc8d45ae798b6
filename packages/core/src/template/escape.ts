import { wellFormed } from './functions/encoding.ts'

/**
 * Where the result goes, which decides what a value must not contain:
 * `html` — markup, in text or in a quoted attribute; `text` — anything;
 * `header` — one line of a message header; `url` — a whole URL, for a redirect.
 */
export type Mode = 'html' | 'text' | 'header' | 'url'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const special = /[&<>"']/

export const escapeHtml = (text: string): string =>
  special.test(text) ? text.replace(/[&<>"']/g, (char) => entities[char]!) : text

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass.
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

/** One line: a run of line ends and control characters becomes one space, so no header can be added. */
const oneLine = (text: string): string => text.replace(controls, ' ')

/**
 * What a browser makes of an address: characters that no URL may hold are percent-encoded, its structure and
 * the encoding it has already are kept, line ends are dropped. A value that is to be *one part* of a URL goes
 * through the `urlEncode` function, in this mode as in html.
 */
const urlSafe = (text: string): string =>
  wellFormed(text.replace(controls, '')).replace(/[^\w\-.~:/?#[\]@!$&'()*+,;=%]+/g, encodeURIComponent)

const same = (text: string): string => text

/** How each mode writes a value, and how it writes a value in `{{{ }}}`: raw never leaves its line or URL. */
export const escapes: Readonly<
  Record<Mode, { escaped: (text: string) => string; raw: (text: string) => string }>
> = {
  html: { escaped: escapeHtml, raw: same },
  text: { escaped: same, raw: same },
  header: { escaped: oneLine, raw: oneLine },
  url: { escaped: urlSafe, raw: urlSafe },
}

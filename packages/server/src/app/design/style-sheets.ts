import { posix } from 'node:path'
import { tokenizeHtml } from '@chappe/core/template/html'
import { decodeText, type Replacement, rewrite } from '@chappe/core/template/links'
import { decoded } from './decode.ts'
import type { Remarks } from './remarks.ts'

/**
 * The HTML with each style sheet that lies beside it written into it: a message has no files beside it. Addresses
 * in a style sheet begin where it lies, and are written from where the HTML lies.
 */
export function withStyleSheets(
  html: string,
  read: (address: string) => { bytes: Buffer } | undefined,
  remarks: Remarks,
): string {
  const changes: Replacement[] = []
  for (const token of tokenizeHtml(html)) {
    if (token.kind !== 'open' || token.name !== 'link') continue
    const value = (name: string) => {
      const found = token.attributes.find((one) => one.name === name)
      return found ? decodeText(html.slice(found.offset, found.end)).trim() : ''
    }
    const href = value('href')
    if (!/(^|\s)stylesheet(\s|$)/i.test(value('rel')) || href === '') continue
    if (/^(https?:)?\/\//i.test(href)) {
      remarks.styleSheet(href, 'elsewhere')
      continue
    }
    const file = read(href)
    if (!file) remarks.styleSheet(href, 'missing')
    const css = file ? fromHere(decoded(file.bytes), posix.dirname(href.replaceAll('\\', '/'))) : ''
    const { offset, end } = token
    changes.push({ offset, end, value: css === '' ? '' : `<style>\n${css}\n</style>` })
  }
  return rewrite(html, changes)
}

const fromHere = (css: string, folder: string): string =>
  css
    .replace(/<\/style/gi, '<\\/style')
    .replace(/^\s*@charset[^;]*;/i, '')
    .replace(/url\(\s*(["']?)([^"')]*)\1\s*\)/gi, (whole, quote: string, address: string) =>
      /^([a-z][a-z\d+.-]*:|\/|#|$)/i.test(address) || folder === '.'
        ? whole
        : `url(${quote}${posix.join(folder, address)}${quote})`,
    )
    .trim()

import { campaignLimits } from '@chappe/core/campaign/schema'
import { contentLimits } from '@chappe/core/content/schema'

/** What the server is given to import, or why it need not be asked. */
export type Given =
  | { readonly ok: true; readonly body: { html: string } | { zip: string } }
  | { readonly ok: false; readonly mistake: 'large' | 'kind' | 'empty' }

const isZip = (bytes: Uint8Array) => bytes[0] === 0x50 && bytes[1] === 0x4b

/** Base64 of bytes, in pieces: an argument for each byte of a large file would be too many. */
export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text)
}

/** Reads what was chosen or pasted. A ZIP is told by its first bytes, whatever its name. */
export async function readGiven(file: Pick<File, 'arrayBuffer'> | undefined, pasted: string): Promise<Given> {
  if (!file) return asHtml(pasted)
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (!isZip(bytes)) {
    try {
      return asHtml(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    } catch {
      // Old mail tools write Latin letters in one byte.
      return bytes.includes(0)
        ? { ok: false, mistake: 'kind' }
        : asHtml(new TextDecoder('latin1').decode(bytes))
    }
  }
  if (bytes.length > contentLimits.archive) return { ok: false, mistake: 'large' }
  return { ok: true, body: { zip: base64(bytes) } }
}

function asHtml(html: string): Given {
  if (html.trim() === '') return { ok: false, mistake: 'empty' }
  if (html.length > campaignLimits.html) return { ok: false, mistake: 'large' }
  return html.includes('<') ? { ok: true, body: { html } } : { ok: false, mistake: 'kind' }
}

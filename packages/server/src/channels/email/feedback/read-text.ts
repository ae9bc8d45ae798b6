import { request } from 'node:https'
import { guardedLookup } from '../smtp/egress.ts'

const most = 100_000
const guard = { allowPrivate: false, now: () => new Date(), deposit: () => Promise.resolve() }
const kept = new Map<string, string>()

/**
 * Reads a small text over HTTPS from a public address: no redirects, no private network, at most 100 KB and ten
 * seconds. Certificates never change at their address, so the last ones are kept.
 */
export async function readText(url: string): Promise<string> {
  const known = kept.get(url)
  if (known !== undefined) return known
  const text = await fetchText(url)
  if (url.endsWith('.pem')) {
    if (kept.size >= 20) kept.clear()
    kept.set(url, text)
  }
  return text
}

const fetchText = (url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const lookup = guardedLookup(new URL(url).hostname, guard)
    const call = request(url, { lookup, timeout: 10_000 }, (answer) => {
      if (answer.statusCode !== 200) {
        answer.destroy()
        reject(new Error(`It answered ${answer.statusCode}.`))
        return
      }
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => {
        text += chunk
        if (text.length > most) answer.destroy(new Error('The answer is too long.'))
      })
      answer.on('end', () => resolve(text))
      answer.on('error', reject)
    })
    call.on('timeout', () => call.destroy(new Error('It did not answer in time.')))
    call.on('error', reject)
    call.end()
  })

import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * An image that comes with the product, or undefined. `path`: `starter/<name>.png` or `social/<network>.png`.
 * Read once: there are few, and they are small.
 */
export function shippedImage(path: string): Buffer | undefined {
  if (!/^(starter|social)\/[a-z0-9-]+\.png$/.test(path)) return undefined
  const known = read.get(path)
  if (known) return known
  const file = join((folder ??= shippedFolder()), path)
  if (!existsSync(file)) return undefined
  const bytes = readFileSync(file)
  read.set(path, bytes)
  return bytes
}

const read = new Map<string, Buffer>()
let folder: string | undefined

/** The package's folder, looked for upwards: sources and the bundle are at different depths. */
function shippedFolder(): string {
  for (let at = dirname(fileURLToPath(import.meta.url)); at !== dirname(at); at = dirname(at)) {
    const here = join(at, 'packages/server/assets')
    if (existsSync(here)) return here
  }
  throw new Error('The images that come with Chappe are missing: packages/server/assets.')
}

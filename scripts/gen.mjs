// Writes docs/generated from the sources; with --check, only says whether it is stale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bundle } from './build.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'docs/generated')
const check = process.argv.includes('--check')

await bundle({ docs: join(root, 'packages/server/src/docs.ts') }, join(root, 'dist/gen'))
const { generatedPages } = await import(pathToFileURL(join(root, 'dist/gen/docs.mjs')).href)
const pages = Object.entries(await generatedPages())
if (pages.length < 3) throw new Error('There is nothing to generate: the generator sees no pages.')

mkdirSync(folder, { recursive: true })
const read = (name) => {
  try {
    return readFileSync(join(folder, name), 'utf8')
  } catch {
    return undefined
  }
}
const stale = pages.filter(([name, text]) => read(name) !== text)
if (check && stale.length > 0) {
  console.error(`Stale: ${stale.map(([name]) => `docs/generated/${name}`).join(', ')}. Run npm run gen.`)
  process.exit(1)
}
for (const [name, text] of stale) writeFileSync(join(folder, name), text)
console.log(`docs/generated: ${pages.length} pages, ${check ? 'all fresh' : `${stale.length} written`}`)

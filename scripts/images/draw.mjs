// Draws the images that come with Chappe into packages/server/assets: node scripts/images/draw.mjs
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { social } from './social.mjs'
import { starter } from './starter.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../packages/server/assets')
for (const [folder, pictures] of Object.entries({ social, starter })) {
  mkdirSync(join(root, folder), { recursive: true })
  for (const [name, draw] of Object.entries(pictures)) {
    const bytes = draw().png()
    writeFileSync(join(root, folder, `${name}.png`), bytes)
    console.log(`${folder}/${name}.png ${bytes.length}`)
  }
}

#!/usr/bin/env node
// Builds what is stale when this is a checkout, then runs the command. Plain JavaScript: it runs before the build.
import { existsSync } from 'node:fs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Chappe needs Node 20.19 or newer; this is Node ${process.versions.node}.`)
  process.exit(1)
}

const at = (path) => new URL(`../${path}`, import.meta.url)
if (existsSync(at('packages/server/src/cli.ts')) && existsSync(at('scripts/build.mjs'))) {
  if (!existsSync(at('node_modules'))) {
    console.error('The packages are not installed. Run npm ci first.')
    process.exit(1)
  }
  const { build } = await import(at('scripts/build.mjs').href)
  await build({ say: (line) => console.error(line) }).catch((error) => {
    console.error(`Chappe could not be built from its sources.\n${error.message}`)
    process.exit(1)
  })
}

const { run } = await import(at('dist/server/cli.mjs').href)
process.exit(await run(process.argv.slice(2)))

#!/usr/bin/env node
// Builds what is stale when this is a checkout, then runs the command. Plain JavaScript: it runs before the build.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

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
  const builder = at('scripts/build.mjs')
  const { stale } = await import(builder.href)
  // In a process of its own: the bundlers would stay in this one's memory for as long as it runs.
  const args = [fileURLToPath(builder), '--stale']
  if (stale() && spawnSync(process.execPath, args, { stdio: ['ignore', 2, 2] }).status !== 0) {
    console.error('Chappe could not be built from its sources.')
    process.exit(1)
  }
}

const { run } = await import(at('dist/server/cli.mjs').href)
process.exit(await run(process.argv.slice(2)))

// Everything that CI does, in order, on a machine that has Node and npm. The first failure ends it.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from './chromium.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const results = join(root, 'test-results')
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

function step(name, command, args, env = {}) {
  const began = Date.now()
  console.log(`\n── ${name}`)
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  console.log(
    `── ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - began) / 1000).toFixed(0)} s`,
  )
  if (status !== 0) process.exit(status ?? 1)
}
const node = process.execPath
const bin = (path) => join(root, 'node_modules', path)

const browser = chromium()
step('format, lint, rooms, types, generated pages', node, ['scripts/check.mjs'])
step('build', node, ['scripts/build.mjs'])
step('units, laws, database, contracts', node, [
  bin('vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json=test-results/units.json',
])
step(
  'journeys through the real product',
  node,
  [bin('@playwright/test/cli.js'), 'test', '--config', 'e2e/playwright.config.ts'],
  {
    CHROMIUM_PATH: browser,
  },
)

step('chaos, one seed that kills everything once', node, ['chaos/run.mjs', '--seed=2737', '--people=1500'])

const units = JSON.parse(readFileSync(join(results, 'units.json'), 'utf8'))
const { stats } = JSON.parse(readFileSync(join(results, 'e2e.json'), 'utf8'))
const passed = units.numPassedTests + stats.expected + stats.flaky
if (stats.flaky > 0) console.log(`${stats.flaky} journeys passed at their second attempt only`)
const skipped = units.numPendingTests + units.numTodoTests + stats.skipped
if (passed < 100 || skipped > 0) {
  console.error(`${passed} tests passed and ${skipped} were skipped: that is not the whole house.`)
  process.exit(1)
}
console.log(`\n${passed} passed, ${units.numFailedTests + stats.unexpected} failed`)

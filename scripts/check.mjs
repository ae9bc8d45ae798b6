// The quick half of CI: format, lint, rooms, types, drift of generated pages. Each gate says what it looked at.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (path) => join(root, 'node_modules', path)
const gates = [
  ['biome', bin('@biomejs/biome/bin/biome'), ['ci', '--error-on-warnings', '.']],
  ['rooms', join(root, 'scripts/rooms.mjs'), []],
  ...['core', 'server', 'web'].map((name) => [
    `types of ${name}`,
    bin('typescript/bin/tsc'),
    ['-p', `packages/${name}`],
  ]),
  ['generated pages', join(root, 'scripts/gen.mjs'), ['--check']],
]
for (const [name, script, args] of gates) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
  if (status !== 0) {
    console.error(`${name}: failed`)
    process.exit(status ?? 1)
  }
  console.log(`${name}: ok`)
}

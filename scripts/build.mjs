// Builds what is run: the server bundled for Node in dist/server, the UI in dist/web. Run by hand, it builds
// everything; at the start of the program, only the parts whose sources changed since they were built.
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const at = (...parts) => join(root, ...parts)

const parts = [
  {
    name: 'server',
    sources: ['package.json', 'scripts/build.mjs', 'packages/core/src', 'packages/server/src'],
    build: buildServer,
  },
  {
    name: 'web',
    sources: ['package-lock.json', 'scripts/build.mjs', 'packages/core/src', 'packages/web'],
    build: buildWeb,
  },
]

/**
 * Builds the parts that are stale, or all of them. Each line said is one part.
 * @param {{ all?: boolean, say?: (line: string) => void }} [options]
 */
export async function build({ all = false, say = () => {} } = {}) {
  sweep()
  for (const part of all ? parts : parts.filter(isStale)) {
    const sources = fingerprint(part.sources)
    const began = performance.now()
    const out = at('dist', part.name)
    const half = `${out}.${process.pid}.half`
    rmSync(half, { recursive: true, force: true })
    if (!(await part.build(half))) continue
    replace(out, half)
    writeFileSync(stampOf(part), sources)
    say(`Built ${relative(root, out)} in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  }
}

/** Whether anything was changed since it was built. Quick: only the files' times are read. */
export const stale = () => parts.some(isStale)

const stampOf = (part) => at('dist', `${part.name}.stamp`)

function isStale(part) {
  const stamp = stampOf(part)
  if (!existsSync(stamp) || !existsSync(at('dist', part.name))) return true
  return readFileSync(stamp, 'utf8') !== fingerprint(part.sources)
}

/** The old folder is there until the new one is whole. Two builds at once end with the one or the other. */
function replace(out, half) {
  for (let attempt = 1; ; attempt++) {
    try {
      rmSync(out, { recursive: true, force: true })
      return renameSync(half, out)
    } catch (error) {
      if (attempt === 10) throw error
    }
  }
}

/** What a build that was killed left behind. */
function sweep() {
  mkdirSync(at('dist'), { recursive: true })
  for (const name of readdirSync(at('dist')).filter((entry) => entry.endsWith('.half')))
    if (Date.now() - statSync(at('dist', name)).mtimeMs > 600_000)
      rmSync(at('dist', name), { recursive: true, force: true })
}

async function buildServer(out) {
  const source = (path) => at('packages/server/src', path)
  const entries = {
    cli: source('cli.ts'),
    api: source('launch/api.ts'),
    worker: source('launch/worker.ts'),
    'dkim-thread': source('channels/email/dkim/thread.ts'),
    'mjml-thread': source('app/design/mjml-thread.ts'),
  }
  await bundle(Object.fromEntries(Object.entries(entries).filter(([, path]) => existsSync(path))), out)
  return true
}

async function buildWeb(out) {
  if (!existsSync(at('packages/web/vite.config.ts'))) return false
  const { build: vite } = await import('vite')
  await vite({
    root: at('packages/web'),
    logLevel: 'warn',
    build: { outDir: out, emptyOutDir: true },
  })
  return true
}

/**
 * Bundles TypeScript entries for Node: npm packages stay outside, our own packages go in.
 * @param {Record<string, string>} input file by name
 * @param {string} out folder
 */
export async function bundle(input, out) {
  const { rolldown } = await import('rolldown')
  const builtin = new Set(builtinModules)
  const bundled = await rolldown({
    input,
    platform: 'node',
    external: (id) =>
      id.startsWith('node:') || builtin.has(id) || (/^[a-z@]/.test(id) && !id.startsWith('@chappe/')),
    logLevel: 'warn',
  })
  await bundled.write({
    dir: out,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  })
  await bundled.close()
}

/** Changes when a source file is changed, added or removed. Tests are not sources. */
function fingerprint(sources) {
  const hash = createHash('sha256')
  for (const path of sources.flatMap((source) => filesIn(at(source))).sort()) {
    const { mtimeMs, size } = statSync(path)
    hash.update(`${relative(root, path)} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex')
}

function filesIn(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name.startsWith('.') || /\.test\.tsx?$/.test(entry.name))
      return []
    return filesIn(join(path, entry.name))
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  await build({ all: !process.argv.includes('--stale'), say: (line) => console.log(line) })
}

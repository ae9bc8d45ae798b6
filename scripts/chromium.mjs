// Finds a Chromium for the browser tests; installs the system's package when it may; else says how, and stops.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const known = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const find = () => known.find((path) => path && existsSync(path))

const installers = [
  ['apt-get', ['update'], ['install', '-y', '--no-install-recommends', 'chromium']],
  ['dnf', ['install', '-y', 'chromium']],
  ['apk', ['add', 'chromium']],
]

/** The path of a Chromium. Ends the process with a sentence when there is none and none can be installed. */
export function chromium() {
  const found = find()
  if (found) return found
  if (process.getuid?.() === 0) {
    for (const [tool, ...steps] of installers) {
      if (spawnSync(tool, ['--version'], { stdio: 'ignore' }).status !== 0) continue
      console.log(`No Chromium was found; installing it with ${tool}.`)
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      for (const step of steps) spawnSync(tool, step, { stdio: ['ignore', 'ignore', 'inherit'], env })
      const installed = find()
      if (installed) return installed
    }
  }
  console.error(
    'The browser tests need Chromium and none was found. Install your system’s package (Debian and Ubuntu: ' +
      'sudo apt-get install chromium) or set CHROMIUM_PATH to one, then run npm test again.',
  )
  process.exit(1)
}

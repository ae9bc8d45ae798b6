// The import rule of the house, and the proof that it still looks: planted offences must be caught.
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'
import configuration from '../.dependency-cruiser.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { options, ...ruleSet } = configuration

const look = async (baseDir) => {
  const { output } = await cruise(['packages/core', 'packages/server'], {
    ...options,
    ruleSet,
    validate: true,
    baseDir,
  })
  return output.summary
}

const planted = [
  'app-imports-only-core-store-queue',
  'http-imports-only-core-app',
  'only-store-knows-pg',
  'no-cycles',
  'core-sees-nobody',
]
const canary = await look(`${root}scripts/rooms-canary`)
const caught = new Set(canary.violations.map(({ rule }) => rule.name))
const missed = planted.filter((name) => !caught.has(name))
if (missed.length > 0) {
  console.error(`The check of the rooms is blind to: ${missed.join(', ')}`)
  process.exit(1)
}

const { violations, totalCruised } = await look(root)
for (const { from, to, rule } of violations) console.error(`${rule.name}: ${from} → ${to}`)
if (totalCruised < 100) {
  console.error(`Only ${totalCruised} modules were looked at: the check does not see the house.`)
  process.exit(1)
}
console.log(
  `rooms: ${totalCruised} modules, ${violations.length} violations; ${planted.length} planted offences caught`,
)
process.exit(violations.length > 0 ? 1 : 0)

import { kinds } from './kinds.mjs'
import { random } from './random.mjs'

const shapes = ['once', 'rate', 'pause', 'stop', 'evergreen', 'two', 'pause-stop', 'waves']

/**
 * What happens in a run, from its seed alone: the campaigns, and what goes wrong at which share of the messages.
 * Every kind is the main one in turn, so that as many seeds as there are kinds see all of them.
 */
export function plan(seed, { people, big, every = 10, only = Object.keys(kinds) }) {
  const on = random(seed)
  const main = only[seed % only.length]
  const common = only.filter((kind) => !kinds[kind].rare)
  const count = on.between(3, 6)
  const chosen = [main, ...Array.from({ length: count }, () => on.pick(common.length > 0 ? common : only))]
  const shape = shapes[on.between(0, shapes.length - 1)]
  const faults = chosen.map((kind) => ({ at: on.share(0.02, 0.9), kind, ...kinds[kind].make(on) }))
  return {
    seed,
    people: big !== undefined && seed % every === 0 ? big : people,
    shape,
    /** What becomes of a message that a crash left between hand-over and answer. */
    policy: on.chance(0.35) ? 'resend_once' : 'leave',
    connections: on.between(1, 6),
    onTmpfs: chosen.includes('disk.full'),
    steps: [...faults, ...orders(shape, on)].sort((one, other) => one.at - other.at),
  }
}

/** What somebody tells the campaign meanwhile. */
function orders(shape, on) {
  const at = on.share(0.1, 0.7)
  const paused = [
    { at, kind: 'campaign.pause' },
    { at, kind: 'campaign.resume', after: on.between(500, 4_000) },
  ]
  if (shape === 'pause') return paused
  if (shape === 'stop') return [{ at, kind: 'campaign.stop' }]
  if (shape === 'evergreen') return [{ at, kind: 'campaign.next' }]
  // Mostly while the first wave is still being sent.
  if (shape === 'waves') return [{ at: on.share(0.05, 0.35), kind: 'campaign.next' }]
  if (shape === 'pause-stop') return [paused[0], { at, kind: 'campaign.stop', after: on.between(500, 3_000) }]
  return []
}

export const inWords = ({ at, kind, ...more }) =>
  `${(at * 100).toFixed(0)} % ${kind}${Object.entries(more)
    .map(([name, value]) => ` ${name}=${value}`)
    .join('')}`

// What can go wrong, each with what the seed decides about it. Times in milliseconds.

const machines = ['first', 'second']

/** By name: how a seed fills it in. `rare` ones cost a run half a minute, or rights; a seed has them as its main one. */
export const kinds = {
  'worker.kill': { make: (on) => ({ machine: on.pick(machines) }) },
  'api.kill': { make: () => ({}) },
  'database.kill': { make: () => ({}) },
  'backend.kill': { make: () => ({}) },
  'supervisor.kill': { make: (on) => ({ machine: on.pick(machines) }) },
  'worker.blink': { make: (on) => ({ machine: on.pick(machines), ms: on.between(500, 6_000) }) },
  'worker.pause': {
    rare: true,
    make: (on) => ({ machine: on.pick(machines), ms: on.between(33_000, 40_000) }),
  },
  'machine.kill': { rare: true, make: () => ({}) },
  'disk.full': { rare: true, make: (on) => ({ ms: on.between(2_000, 9_000), room: on.between(0, 2_048) }) },
  'sink.kill': { make: (on) => ({ ms: on.between(0, 4_000) }) },
  'sink.refuse': { make: (on) => ({ ms: on.between(500, 4_000) }) },
  'sink.cut': { make: (on) => ({ messages: on.between(1, 12) }) },
  'sink.swallow': { make: (on) => ({ messages: on.between(1, 12) }) },
  'sink.storm': { make: (on) => ({ messages: on.between(20, 400) }) },
  'sink.slow': { make: (on) => ({ ms: on.between(2_000, 6_000), delay: on.between(20, 300) }) },
  'sink.hang': { make: (on) => ({ ms: on.between(1_000, 8_000) }) },
  'clock.jump': { make: (on) => ({ by: on.between(-3_600, 3_600) * 1_000 }) },
}

/** What ends a worker between hand-over and outcome, or takes its leases away: what was under way may be uncertain. */
export const crashes = new Set(['worker.kill', 'supervisor.kill', 'machine.kill', 'worker.pause'])

// Loaded before everything else into the processes of a run (NODE_OPTIONS=--import): Date, and nothing but Date, is off
// by as many milliseconds as the file CHAOS_CLOCK says. Timers and the monotonic clock go on as they do when
// somebody sets a machine's clock.
import { readFileSync } from 'node:fs'

const file = process.env.CHAOS_CLOCK
const real = Date.now
let shift = 0
const look = () => {
  try {
    shift = Number(readFileSync(file, 'utf8')) || 0
  } catch {
    // nobody has changed it
  }
}
if (file) {
  look()
  setInterval(look, 100).unref()
  Date.now = () => real() + shift
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, made) =>
      Reflect.construct(target, args.length === 0 ? [real() + shift] : args, made),
    apply: (target) => new target(real() + shift).toString(),
  })
}

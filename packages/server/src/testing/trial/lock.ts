import { takeLock } from '../../launch/lock.ts'

/** Takes the lock of the folder in its first argument and keeps it; says `held` or who has it. */
const lock = await takeLock(process.argv[2] ?? '')
process.stdout.write('heldBy' in lock ? `busy ${lock.heldBy}\n` : `held ${lock.inherited}\n`)
if (!('heldBy' in lock)) {
  process.stdin.once('data', () => {
    lock.release()
    process.exit(0)
  })
  process.stdin.resume()
}

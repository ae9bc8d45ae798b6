import { runChild } from './child.ts'
import { openWorker } from './open-worker.ts'

await runChild('worker', openWorker)

import { parentPort } from 'node:worker_threads'
import type { Answer, Question } from './mjml.ts'
import { compileMjml } from './mjml-compiler.ts'

// The entry of the compiling thread: one document after the other.
parentPort?.on('message', async ({ id, source }: Question) => {
  const answer: Answer = await compileMjml(source).then(
    (html) => ({ id, html }),
    (error: Error) => ({ id, error: error.message }),
  )
  parentPort?.postMessage(answer)
})

import { createPrivateKey } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { signatures } from './sign.ts'
import type { Answer, Question, ThreadData } from './signer.ts'

// The entry of a signing thread: keys once, then message after message.
const keys = (workerData as ThreadData).map(({ pem, ...rest }) => ({ ...rest, key: createPrivateKey(pem) }))

parentPort?.on('message', ({ id, raw, time }: Question) => {
  const answer: Answer = { id, signature: signatures(raw, keys, time) }
  parentPort?.postMessage(answer)
})

import { createPrivateKey } from 'node:crypto'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { signatures } from './sign.ts'

export type Signer = {
  /** The DKIM-Signature fields to put before `raw`. */
  sign(raw: Buffer): Promise<Buffer>
  /** The same signer for someone who must not close it. */
  borrowed(): Signer
  close(): Promise<void>
}

export type KeySettings = { readonly domain: string; readonly selector: string; readonly pem: string }

export type ThreadData = readonly KeySettings[]
export type Question = { readonly id: number; readonly raw: Uint8Array; readonly time: Date }
export type Answer = { readonly id: number; readonly signature: string }

const borrow = (signer: Omit<Signer, 'borrowed'>): Signer => ({
  sign: signer.sign,
  close: signer.close,
  borrowed: () => borrow({ sign: signer.sign, close: async () => {} }),
})

/** A thread without work for so long ends, and gives its memory back; ms. There may be a signer for each of many relays. */
const usualRest = 60_000

/**
 * Signs in threads, because an RSA signature takes the time of many messages. `thread` is where the
 * bundled entry (thread.ts) lies; without one, signatures are made in the calling thread.
 */
export function openSigner(
  keys: readonly KeySettings[],
  now: () => Date,
  thread = bundledThread(),
  rest = usualRest,
): Signer {
  if (!thread) return here(keys, now)
  const size = Math.min(4, Math.max(1, availableParallelism() - 1))
  const threads = Array.from({ length: size }, () => new SigningThread(thread, keys, rest))
  let turn = 0
  return borrow({
    sign: (raw) => threads[turn++ % size]!.sign(raw, now()),
    async close() {
      await Promise.all(threads.map((each) => each.close()))
    },
  })
}

function here(keys: readonly KeySettings[], now: () => Date): Signer {
  const parsed = keys.map(({ pem, ...rest }) => ({ ...rest, key: createPrivateKey(pem) }))
  return borrow({ sign: async (raw) => Buffer.from(signatures(raw, parsed, now())), close: async () => {} })
}

/** Beside the bundle that this file became part of; in the sources there is none. */
function bundledThread(): URL | undefined {
  const beside = new URL('./dkim-thread.mjs', import.meta.url)
  return existsSync(fileURLToPath(beside)) ? beside : undefined
}

type Waiting = { resolve: (signature: Buffer) => void; reject: (error: Error) => void }

/** One thread, started at its first message and again after it died or rested. */
class SigningThread {
  private readonly script: URL
  private readonly keys: ThreadData
  private readonly rest: number
  private worker: Worker | undefined
  private resting: NodeJS.Timeout | undefined
  private readonly waiting = new Map<number, Waiting>()
  private lastId = 0

  constructor(script: URL, keys: ThreadData, rest: number) {
    this.script = script
    this.keys = keys
    this.rest = rest
  }

  sign(raw: Buffer, time: Date): Promise<Buffer> {
    clearTimeout(this.resting)
    this.worker ??= this.start()
    const id = ++this.lastId
    const { worker } = this
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      worker.ref()
      // Messages share memory: posted as it is, one would take its neighbours along.
      const own = Uint8Array.from(raw)
      worker.postMessage({ id, raw: own, time } satisfies Question, [own.buffer])
    })
  }

  async close(): Promise<void> {
    clearTimeout(this.resting)
    await this.worker?.terminate()
  }

  private start(): Worker {
    const worker = new Worker(this.script, { workerData: this.keys })
    worker.on('message', ({ id, signature }: Answer) => {
      this.waiting.get(id)?.resolve(Buffer.from(signature))
      this.waiting.delete(id)
      // A thread without work keeps no process alive.
      if (this.waiting.size > 0) return
      worker.unref()
      this.resting = setTimeout(() => {
        this.worker = undefined
        void worker.terminate()
      }, this.rest).unref()
    })
    worker.on('error', (error) => this.lose(worker, error))
    worker.on('exit', () => this.lose(worker, new Error('the signing thread ended')))
    return worker
  }

  private lose(worker: Worker, error: Error): void {
    if (this.worker !== worker) return
    this.worker = undefined
    for (const { reject } of this.waiting.values()) reject(error)
    this.waiting.clear()
  }
}

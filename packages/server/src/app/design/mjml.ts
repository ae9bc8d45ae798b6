import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Problem } from '@chappe/core/kit/problem'
import { compileMjml } from './mjml-compiler.ts'

export interface Question {
  readonly id: number
  readonly source: string
}
export type Answer = { readonly id: number } & ({ readonly html: string } | { readonly error: string })

/** Milliseconds that one document may take, and that the thread waits for the next before it ends. */
const patience = 20_000
const idle = 60_000

interface Waiting {
  readonly resolve: (html: string) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

let thread: { worker: Worker; waiting: Map<number, Waiting>; end: NodeJS.Timeout } | undefined
let lastId = 0

/**
 * MJML to HTML, in a thread of its own: the process that compiles also accepts calls, and a design takes as long as a
 * hundred of them. The thread lives from its first document until it has been idle for a minute. From the sources,
 * where there is no bundled thread, the caller's thread does it.
 */
export function htmlOf(source: string, script = bundledThread()): Promise<string> {
  if (!script) return compileMjml(source)
  const { worker, waiting, end } = (thread ??= begin(script))
  end.refresh()
  const id = ++lastId
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      fail(
        new Problem('content/not-ready', 'The design takes too long to compile. Divide it.', {
          reason: 'too-slow',
        }),
      )
      void worker.terminate()
    }, patience)
    waiting.set(id, { resolve, reject, timer })
    worker.postMessage({ id, source } satisfies Question)
  })
}

/** Beside the bundle that this file became part of; in the sources there is none. */
function bundledThread(): URL | undefined {
  const beside = new URL('./mjml-thread.mjs', import.meta.url)
  return existsSync(fileURLToPath(beside)) ? beside : undefined
}

function begin(script: URL) {
  const worker = new Worker(script)
  worker.unref()
  const waiting = new Map<number, Waiting>()
  const end = setTimeout(() => {
    if (waiting.size > 0) return void end.refresh()
    thread = undefined
    void worker.terminate()
  }, idle).unref()
  const begun = { worker, waiting, end }
  worker.on('message', (answer: Answer) => {
    const one = waiting.get(answer.id)
    waiting.delete(answer.id)
    clearTimeout(one?.timer)
    if ('html' in answer) one?.resolve(answer.html)
    else one?.reject(new Error(answer.error))
  })
  worker.on('error', (error) => thread === begun && fail(error as Error))
  worker.on('exit', () => thread === begun && fail(new Error('The compiling thread ended.')))
  return begun
}

/** Whoever waits is told; the next document gets a new thread. */
function fail(error: Error): void {
  const failed = thread
  thread = undefined
  if (!failed) return
  clearTimeout(failed.end)
  for (const { reject, timer } of failed.waiting.values()) {
    clearTimeout(timer)
    reject(error)
  }
}

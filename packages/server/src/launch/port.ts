import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiNames, sentence } from './child.ts'
import { Refusal } from './refusal.ts'

/**
 * Makes sure, before anything is started, that the port can be opened. `patience`: how long to wait for it, in ms,
 * when it may still belong to a process of ours that is on its way out. Throws a Refusal.
 */
export async function checkPort(
  { host, port }: { readonly host: string; readonly port: number },
  patience: number,
  names = apiNames,
): Promise<void> {
  const end = Date.now() + patience
  for (;;) {
    const error = await tryPort(host, port)
    if (!error) return
    if (Date.now() > end) throw new Refusal(sentence(error, { host, port }, names))
    await sleep(100)
  }
}

function tryPort(host: string, port: number): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}

/** How close two signals may follow each other and still be one wish; ms. */
const echo = 1000

/**
 * Ctrl-C, SIGTERM, or the terminal that closes. The first asks to stop, a second one to hurry. npm passes on the
 * Ctrl-C that the terminal has already sent to everybody, so one right after the first is the same one.
 */
export function listenForEnd(): { asked: AbortSignal; hurry: AbortSignal; close(): void } {
  const asked = new AbortController()
  const hurry = new AbortController()
  let first = 0
  const heard = () => {
    if (!asked.signal.aborted) {
      first = Date.now()
      asked.abort()
    } else if (Date.now() - first > echo) hurry.abort()
  }
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of names) process.on(name, heard)
  return {
    asked: asked.signal,
    hurry: hurry.signal,
    close() {
      for (const name of names) process.off(name, heard)
    },
  }
}

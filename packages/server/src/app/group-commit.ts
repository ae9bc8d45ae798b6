/**
 * Adaptive group commit: while a commit is under way, calls gather; the next commit takes them all. There is no
 * timer to tune, nobody waits when nothing is under way, and the groups grow with the load.
 *
 * `commit` answers in the order of its items; when it throws, every item of that group learns it.
 */
export function groupCommit<Item, Result>(
  commit: (items: Item[]) => Promise<Result[]>,
  { lines, most }: { lines: number; most: number },
) {
  interface Waiting {
    readonly item: Item
    readonly resolve: (result: Result) => void
    readonly reject: (error: unknown) => void
  }
  let queue: Waiting[] = []
  let busy = 0
  let planned = false

  function submit(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject })
      plan()
    })
  }

  // Everything that arrives in this turn of the event loop joins the same group.
  function plan() {
    if (planned || busy >= lines || queue.length === 0) return
    planned = true
    setImmediate(() => {
      planned = false
      while (busy < lines && queue.length > 0) void flush()
    })
  }

  async function flush() {
    const group = queue.length <= most ? queue : queue.slice(0, most)
    queue = queue.length <= most ? [] : queue.slice(most)
    busy++
    try {
      const results = await commit(group.map(({ item }) => item))
      for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result)
    } catch (error) {
      for (const { reject } of group) reject(error)
    } finally {
      busy--
      plan()
    }
  }

  return {
    submit,
    /** Items that wait for a commit, those under way not counted. */
    get waiting() {
      return queue.length
    },
  }
}

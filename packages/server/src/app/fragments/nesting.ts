import { type Mistake, Problem } from '@chappe/core/kit/problem'
import { maxFragmentDepth } from '@chappe/core/template/fragments'
import type { Db } from '../../store/db.ts'
import { between } from '../../store/fragment-uses.ts'
import { lockInTransaction } from '../../store/lock.ts'

type Edges = ReadonlyMap<string, readonly string[]>

/** Changes to what fragments say come one after the other in a sandbox, so that two make no cycle together. */
export const lockFragments = (db: Db, sandboxId: number): Promise<void> =>
  lockInTransaction(db, `fragments/${sandboxId}`)

/**
 * Refuses a fragment that would contain itself or stand too deep, whoever is published in which order: what is being
 * written counts as what is live. The caller has the sandbox's fragments to itself (`lockFragments`).
 */
export async function refuseNesting(
  db: Db,
  sandboxId: number,
  id: string,
  refs: readonly string[],
): Promise<void> {
  if (refs.length === 0) return
  const others = (await between(db, sandboxId)).filter(({ from }) => from !== id)
  const down = edges([...others, ...refs.map((to) => ({ from: id, to }))])
  if (reaches(down, refs, id)) throw refused('The fragment would contain itself.')
  const up = edges(others.map(({ from, to }) => ({ from: to, to: from })))
  if (depth(down, id) + depth(up, id) - 1 > maxFragmentDepth)
    throw refused(`Fragments stand at most ${maxFragmentDepth} deep inside each other.`)
}

function edges(pairs: readonly { from: string; to: string }[]): Edges {
  const found = new Map<string, string[]>()
  for (const { from, to } of pairs) found.set(from, [...(found.get(from) ?? []), to])
  return found
}

function reaches(graph: Edges, from: readonly string[], to: string): boolean {
  const seen = new Set<string>()
  const ahead = [...from]
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    if (at === to) return true
    if (seen.has(at)) continue
    seen.add(at)
    ahead.push(...(graph.get(at) ?? []))
  }
  return false
}

/** Fragments on the longest way, this one included; the graph has no cycles. */
const depth = (graph: Edges, id: string): number =>
  1 + Math.max(0, ...(graph.get(id) ?? []).map((next) => depth(graph, next)))

function refused(detail: string): Problem {
  const errors: Mistake[] = [{ pointer: '/draft/content', detail }]
  return new Problem('content/not-ready', detail, { errors })
}

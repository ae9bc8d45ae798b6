import { useCallback } from 'react'
import type { Command } from '../canvas/keys.ts'
import { indexOf, pathTo } from '../tree/index-of.ts'
import { shownIn } from '../tree/step.ts'
import { useDesigning } from './Designing.tsx'

/** What can be walked through, in the order of reading: without the branches that the canvas does not show. */
function useVisible() {
  const { design, shown } = useDesigning()
  return useCallback(() => {
    const hidden = (id: string) =>
      pathTo(design, id).some((entry, at, path) => {
        const owner = path[at - 1]
        return (
          entry.what === 'branch' &&
          owner?.what === 'item' &&
          owner.node.kind === 'conditional' &&
          shownIn(owner.node, shown) !== entry.id
        )
      })
    return [...indexOf(design).values()].filter(
      ({ id, what, children }) =>
        (what === 'item' || (what === 'column' && children.length === 0)) && !hidden(id),
    )
  }, [design, shown])
}

/** Does what a key asks for; answers whether it was anything. */
export function useCommand(open: (id: string) => void): (command: Command) => boolean {
  const { design, selected, goTo, step, copy, take, isReadOnly } = useDesigning()
  const visible = useVisible()
  return (command) => {
    const all = visible()
    const at = all.findIndex(({ id }) => id === selected)
    const entry = selected === null ? undefined : indexOf(design).get(selected)
    const go = (id: string | null | undefined) => {
      if (id === undefined) return false
      goTo(id)
      return true
    }
    switch (command.does) {
      case 'first':
        return go(all[0]?.id)
      case 'last':
        return go(all.at(-1)?.id)
      case 'next':
        return go(all[at + 1]?.id)
      case 'previous':
        return go(at < 0 ? all.at(-1)?.id : all[at - 1]?.id)
      case 'parent': {
        const parent = entry && indexOf(design).get(entry.parent ?? '')
        // A branch is no stop on the canvas: its block is.
        return entry ? go(parent?.what === 'branch' ? parent.parent : entry.parent) : false
      }
      case 'child': {
        const inside =
          entry &&
          all.find(({ id }) => id !== entry.id && pathTo(design, id).some((one) => one.id === entry.id))
        return go(inside?.id)
      }
      case 'open':
        if (entry) open(entry.id)
        return entry !== undefined
    }
    if (entry?.what !== 'item' || isReadOnly) return false
    if (command.does === 'move') step(entry.id, command.direction)
    else if (command.does === 'copy') copy(entry.id)
    else take(entry.id)
    return true
  }
}

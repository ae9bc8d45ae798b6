import { createContext, useContext } from 'react'
import type { Item } from './item.ts'
import type { useDrag } from './useDrag.ts'
import type { Moving } from './useMoving.ts'

/** What every mark in the calendar has to know. */
export interface Scene {
  readonly zone: string
  /** The one that Tab leads to; arrows lead on from there. */
  readonly active: string | null
  readonly setActive: (id: string) => void
  readonly open: (item: Item, anchor: HTMLElement) => void
  readonly openDay: (date: string, anchor: HTMLElement) => void
  readonly drag: ReturnType<typeof useDrag>
  readonly moving: Moving | null
  readonly inConflict: ReadonlySet<string>
}

const Context = createContext<Scene | null>(null)
export const SceneProvider = Context.Provider

export function useScene(): Scene {
  const scene = useContext(Context)
  if (scene === null) throw new Error('useScene outside the calendar')
  return scene
}

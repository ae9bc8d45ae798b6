import type { Condition } from '@chappe/core/audience/rule'
import { createContext, useContext } from 'react'
import type { GroupNode, RuleNode } from './tree.ts'
import type { Vocabulary } from './useVocabulary.ts'

/** Before which place of which group something would fall. */
export interface Place {
  readonly group: string
  readonly index: number
}

/** What the parts of the builder share. */
export interface Building {
  readonly vocabulary: Vocabulary
  readonly self: string | undefined
  readonly isReadOnly: boolean
  readonly dragged: string | null
  readonly over: Place | null
  readonly isFull: boolean
  /** A condition in a few words. */
  readonly say: (node: RuleNode) => string
  readonly canStep: (key: string, by: 'up' | 'down') => boolean
  readonly edit: (key: string, condition: Condition) => void
  readonly join: (key: string, how: Pick<GroupNode, 'join' | 'not'>) => void
  readonly add: (group: string, what: Condition['kind'] | 'group') => void
  readonly remove: (key: string) => void
  readonly duplicate: (key: string) => void
  readonly step: (key: string, by: 'up' | 'down') => void
  readonly drag: (key: string | null) => void
  readonly hover: (place: Place | null) => void
  readonly drop: () => void
}

export const BuildingContext = createContext<Building | null>(null)

export function useBuilding(): Building {
  const building = useContext(BuildingContext)
  if (!building) throw new Error('useBuilding outside of a rule builder')
  return building
}

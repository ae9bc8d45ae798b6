import type { ActionButton } from '@react-spectrum/s2'
import { type ComponentRef, useRef } from 'react'

/** What is removed takes the keyboard's place with it: it goes on at the button that adds another. */
export function useFocusAfterRemoval() {
  const add = useRef<ComponentRef<typeof ActionButton>>(null)
  return { add, onRemoved: () => void requestAnimationFrame(() => add.current?.focus()) }
}

import { useRef } from 'react'

/** What was said before a part was switched off, so that switching it on again brings it back; at first `usual`. */
export function useKept<T>(value: T | null, usual: () => T): () => T {
  const kept = useRef<T | null>(value)
  if (value !== null) kept.current = value
  return () => kept.current ?? usual()
}

import type { Words } from '../text.ts'
import { tell } from './tell.ts'
import { notify } from './toast.ts'

/** Says what went wrong where nothing on the page has a place for it. */
export function complain(t: Words, problem: unknown): void {
  const { title, detail } = tell(t, problem)
  notify.negative([title, detail].filter(Boolean).join('. '))
}

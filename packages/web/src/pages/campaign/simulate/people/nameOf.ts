import type { Sample } from '@chappe/core/simulation/schema'
import type { Words } from '../../../../text.ts'

/** What a sample is called: its own name, the identity that it stands for, or its place in the list. */
export const nameOf = (t: Words, { name, identity }: Pick<Sample, 'name' | 'identity'>, at: number): string =>
  name || identity?.value || t('simulate.person', { number: at + 1 })

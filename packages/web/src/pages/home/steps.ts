/** The steps of the tour, in order. */
export const steps = ['send', 'inbox', 'report', 'create', 'relay'] as const
export type Step = (typeof steps)[number]

/** What the server knows about how far the person is. */
export interface Progress {
  /** Messages that the demo campaign was asked for. */
  targeted: number
  /** Campaigns that the person created. */
  created: number
  /** An active channel configuration leads to a real relay. */
  hasRelay: boolean
  /** What the person did or put away, as kept in their preferences. */
  kept: readonly string[]
}

/** The steps that are done: most are seen from what the server has, the two visits are remembered. */
export function doneSteps({ targeted, created, hasRelay, kept }: Progress): Set<Step> {
  const done: Record<Step, boolean> = {
    send: targeted > 0,
    inbox: kept.includes('inbox'),
    report: kept.includes('report'),
    create: created > 0,
    relay: hasRelay,
  }
  return new Set(steps.filter((step) => done[step]))
}

/** The step to open: the first that is not done. */
export const nextStep = (done: ReadonlySet<Step>): Step | undefined => steps.find((step) => !done.has(step))

const dismissed = 'dismissed'

export const isDismissed = (kept: readonly string[]): boolean => kept.includes(dismissed)

/** The preferences after a step was taken, or the tour put away or taken out again. Each word stands once. */
export function keep(kept: readonly string[], what: Step | 'dismiss' | 'recall'): string[] {
  if (what === 'recall') return kept.filter((one) => one !== dismissed)
  return [...new Set([...kept, what === 'dismiss' ? dismissed : what])]
}

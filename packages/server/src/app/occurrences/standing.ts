import type { OccurrenceWait } from '@chappe/core/campaign/occurrence'
import type { Definition } from '@chappe/core/campaign/schema'
import type { Standing, Wait } from '@chappe/core/campaign/waits'
import type { PacerState } from '@chappe/core/schedule/rate/pacer'
import type { OpenBatchRow } from '../../store/waits.ts'
import { zoneOf } from './definitions.ts'

export interface Known {
  readonly definition: Definition
  readonly pacer: PacerState | null
  readonly parts: readonly { readonly startsAt: Date; readonly left: number }[]
  readonly open: readonly OpenBatchRow[]
  /** Channel configurations that are active, of those that it sends by. */
  readonly active: ReadonlySet<string>
}

/** The channel configurations that the messages of a version are sent by. */
export const configurationsOf = (definition: Definition): string[] => {
  const used = definition.variants.filter(
    ({ id }) =>
      definition.actions.includes(id) || definition.waves?.waves.some(({ variantId }) => variantId === id),
  )
  return [definition, ...used].flatMap(({ channelConfigurationId: id }) => id ?? [])
}

/** What is known of an occurrence that is being sent, as its wait is judged by. */
export const standingOfRow = (
  now: number,
  { targeted, released }: { readonly targeted: number; readonly released: number },
  { definition, pacer, parts, open, active }: Known,
): Standing => ({
  now,
  pace: definition.pace,
  zone: zoneOf(definition),
  pacer,
  isConfigured: configurationsOf(definition).every((id) => active.has(id)),
  held:
    targeted > released ? parts.filter(({ left }) => left > 0).map(({ startsAt }) => startsAt.getTime()) : [],
  open: open.map((batch) => ({ ...batch, dueAt: batch.dueAt.getTime() })),
})

/** A wait as the API says it. */
export const told = (wait: Wait | null): OccurrenceWait | null =>
  wait && { ...wait, until: wait.until === null ? null : new Date(wait.until).toISOString() }

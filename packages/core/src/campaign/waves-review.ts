import { occurrencesBetween } from '../schedule/occurrences.ts'
import { coverage } from '../schedule/waves.ts'
import type { Alert, AlertCode } from './review.ts'
import type { Definition } from './schema.ts'

/** What a review finds in the waves of a version; its level is the code's. */
export interface WavesRemark {
  readonly code: AlertCode
  readonly field: string
  readonly message: string
  readonly params?: Alert['params']
}

/** `audiences` are those that can be sent to. Whether numbers of people cover an audience is for counting to say. */
export function* inWaves(
  { trigger, waves }: Pick<Definition, 'trigger' | 'waves'>,
  now: Date,
  audiences: ReadonlySet<string>,
): Generator<WavesRemark> {
  if (waves === null) return
  const field = 'waves'
  if (trigger.kind !== 'now' && trigger.profileTimeZone !== null)
    yield {
      code: 'waves-with-time-zones',
      field,
      message: 'Waves and the time zone of each person exclude each other.',
    }
  if (trigger.kind === 'recurring' && waves.timing.kind === 'dates')
    yield {
      code: 'waves-dates-recurring',
      field,
      message: 'Waves with dates of their own are for a campaign that is sent once.',
    }
  if (waves.division === 'audience')
    for (const [index, { audienceId: id }] of waves.waves.entries())
      if (id !== null && !audiences.has(id))
        yield {
          code: 'audience-missing',
          field: `waves.waves.${index}.audienceId`,
          message: `There is no audience ${id} to send to.`,
          params: { id },
        }
  if (trigger.kind === 'recurring' && waves.timing.kind === 'interval') {
    const span = (waves.waves.length - 1) * waves.timing.minutes * 60_000
    if (span >= closest(trigger, now.getTime()))
      yield {
        code: 'waves-overlap',
        field,
        message: 'The last wave begins when the next occurrence has begun.',
      }
  }
  const covered = coverage(waves, null)
  if (covered.kind === 'full') return
  const { kind, by } = covered
  yield {
    code: 'waves-coverage',
    field,
    message: kind === 'over' ? `The waves are ${by} % too much.` : `The waves leave ${by} % over.`,
    params: { kind, by, remainder: waves.remainder },
  }
}

/** The least time in milliseconds between two of the next occurrences. */
function closest(trigger: Extract<Definition['trigger'], { kind: 'recurring' }>, now: number): number {
  const times = occurrencesBetween(trigger, now, Number.POSITIVE_INFINITY, 50).map(({ at }) => at)
  return Math.min(...times.slice(1).map((at, index) => at - times[index]!))
}

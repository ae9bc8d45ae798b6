import { minute, parseLocal } from '../schedule/civil.ts'
import { occurrencesBetween } from '../schedule/occurrences.ts'
import { coverage, waveLimits } from '../schedule/waves.ts'
import { type Alert, type AlertCode, alertOf } from './review.ts'
import type { Definition } from './schema.ts'

/**
 * What is wrong or doubtful in the waves of a version. `audiences` are those that can be sent to. Whether numbers of
 * people cover an audience is for counting to say.
 */
export function* inWaves(
  { trigger, waves }: Pick<Definition, 'trigger' | 'waves'>,
  now: Date,
  audiences: ReadonlySet<string>,
): Generator<Alert> {
  if (waves === null) return
  const at = (code: AlertCode, message: string, params: Alert['params'] = {}, field = 'waves') =>
    alertOf(code, 'schedule', field, message, params)
  if (trigger.kind !== 'now' && trigger.profileTimeZone !== null)
    yield at('waves-with-time-zones', 'Waves and the time zone of each person exclude each other.')
  if (trigger.kind === 'recurring' && waves.timing.kind === 'dates')
    yield at('waves-dates-recurring', 'Waves with dates of their own are for a campaign that is sent once.')
  else if (trigger.kind === 'at' && waves.timing.kind === 'dates') {
    const second = parseLocal(waves.waves[1]!.at!)!
    if (second - parseLocal(trigger.at)! < waveLimits.apartMinutes * minute)
      yield at(
        'waves-too-early',
        `The second wave begins ${waveLimits.apartMinutes} minutes after the first at the earliest.`,
        { minutes: waveLimits.apartMinutes },
        'waves.waves.1.at',
      )
  }
  if (waves.division === 'audience')
    for (const [index, { audienceId: id }] of waves.waves.entries())
      if (id !== null && !audiences.has(id))
        yield at(
          'audience-missing',
          `There is no audience ${id} to send to.`,
          { id },
          `waves.waves.${index}.audienceId`,
        )
  if (trigger.kind === 'recurring' && waves.timing.kind === 'interval') {
    const span = (waves.waves.length - 1) * waves.timing.minutes * 60_000
    if (span >= closest(trigger, now.getTime()))
      yield at('waves-overlap', 'The last wave begins when the next occurrence has begun.')
  }
  const covered = coverage(waves, null)
  if (covered.kind === 'full') return
  const { kind, by } = covered
  const message = kind === 'over' ? `The waves are ${by} % too much.` : `The waves leave ${by} % over.`
  yield at('waves-coverage', message, { kind, by, remainder: waves.remainder })
}

/** The least time in milliseconds between two of the next occurrences. */
function closest(trigger: Extract<Definition['trigger'], { kind: 'recurring' }>, now: number): number {
  const times = occurrencesBetween(trigger, now, Number.POSITIVE_INFINITY, 50).map(({ at }) => at)
  return Math.min(...times.slice(1).map((at, index) => at - times[index]!))
}

import type { Definition } from '@chappe/core/campaign/schema'
import { AutoPause } from '@chappe/core/campaign/watch'
import { Pace } from '@chappe/core/schedule/rate/schema'
import { CampaignSchedule } from '@chappe/core/schedule/schema'
import { Waves } from '@chappe/core/schedule/waves'
import { mistakesByField } from '../../../../problem.ts'
import { isMessage, type Words } from '../../../../text.ts'

const parts = { trigger: CampaignSchedule, waves: Waves.nullable(), pace: Pace, autoPause: AutoPause }

/** What the schedule of a definition says that cannot be saved, by dotted field: `waves.waves.0.size`. */
export function mistakesOf(definition: Definition, problem?: unknown): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, schema] of Object.entries(parts)) {
    const { error } = schema.safeParse(definition[name as keyof typeof parts])
    for (const { path, message } of error?.issues ?? []) found.set([name, ...path].join('.'), message)
  }
  for (const [field, message] of Object.entries(mistakesByField(problem))) {
    const own = field.replace(/^definition\./, '')
    if (Object.hasOwn(parts, own.split('.')[0]!) && !found.has(own)) found.set(own, message)
  }
  return found
}

/** The core's mistakes as patterns; what is in brackets is said again in the words of `schedule.mistake.<name>`. */
const sentences: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['notPair', /^“(?<part>.*)” is not NAME=value$/],
  ['twice', /^(?<name>\S+) is given twice$/],
  ['noFrequency', /^FREQ is missing$/],
  ['frequency', /^FREQ cannot be (?<value>.*)$/],
  ['unknownPart', /^There is no rule part (?<name>.*)$/],
  ['range', /^(?<name>.+) is from (?<least>\S+) to (?<most>\S+), not (?<value>.*)$/],
  ['zero', /^(?<name>.+) cannot be 0$/],
  ['weekday', /^(?<value>\S+) is no weekday/],
  ['until', /^UNTIL cannot be (?<value>.*)$/],
  ['countAndUntil', /^COUNT and UNTIL exclude each other$/],
  ['notWith', /^(?<name>.+) does not go with (?<other>\S+)$/],
  ['setPosition', /^BYSETPOS needs another/],
  ['ruleLength', /expected string to have <=(?<most>\d+) characters/],
  ['ruleEmpty', /expected string to have >=1 characters/],
  ['count', /^COUNT is (?<most>\d+) at most$/],
  ['endTwice', /^The rule says itself when it ends/],
  ['never', /^The rule never comes$/],
  ['slow', /^The rule seeks its times/],
  ['tooClose', /^Two starts are (?<minutes>\d+) minutes apart at least$/],
  ['endBeforeStart', /^The end is before the start$/],
  ['size', /^Say how large the wave is$/],
  ['percent', /^A percent is from 0 to 100/],
  ['whole', /^A number of people is whole$/],
  ['audience', /^Choose an audience$/],
  ['waveDate', /^Say when the wave begins$/],
  ['wavesApart', /^Two waves begin (?<minutes>\d+) minutes apart at least$/],
  ['rate', /^A rate is (?<most>\d+) messages per second at most$/],
  ['window', /^The window ends when it begins/],
  ['date', /^Write a local date and time/],
  ['once', /^Name each( domain)? once$/],
]

/** A mistake in the reader's language. */
export function sayMistake(t: Words, mistake: string): string {
  for (const [name, pattern] of sentences) {
    const found = pattern.exec(mistake)
    const id = `schedule.mistake.${name}`
    if (found && isMessage(id)) return t(id, { ...found.groups })
  }
  return t('schedule.mistake.other')
}

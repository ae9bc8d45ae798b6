import { getAudience } from '@chappe/core/api/audiences'
import { nextOccurrence } from '@chappe/core/schedule/occurrences'
import { wavesSentence } from '@chappe/core/schedule/sentence'
import { divisions, waveLimits } from '@chappe/core/schedule/waves'
import { now } from '@internationalized/date'
import { Picker, PickerItem, Radio, RadioGroup, Switch } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useRef } from 'react'
import { useIntl } from 'react-intl'
import { useEndpoint } from '../../../../data.ts'
import { useText, type Words } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { useDraft } from '../../draft/useDraft.tsx'
import { Fold } from './Fold.tsx'
import { useKept } from './kept.ts'
import { NumberInput } from './NumberInput.tsx'
import css from './trigger.module.css'
import { asLocal, type Trigger, type Waves, zoneOf } from './trigger.ts'
import type { Mistakes } from './useMistakes.ts'
import { WaveFields } from './WaveFields.tsx'
import {
  dividedBy,
  inUnit,
  minutesOf,
  type Outlook,
  ofCount,
  outlookOf,
  timedBy,
  type Unit,
  units,
  usualWaves,
} from './waves.ts'

const localStart = (trigger: Trigger, zone: string) =>
  trigger.kind === 'at' ? trigger.at : trigger.kind === 'recurring' ? trigger.start : asLocal(now(zone))

/** An occurrence in parts: how many, how large, when each begins, and what it says. */
export function WavesFields({ mistakes, isSound }: { mistakes: Mistakes; isSound: boolean }) {
  const t = useText()
  const { definition, isReadOnly, review, change } = useDraft()
  const { waves, trigger, audience } = definition
  const kept = useKept(waves, usualWaves)
  const targeted = useEndpoint(
    getAudience,
    { params: { id: audience.id ?? '' } },
    { enabled: audience.id !== null },
  )
  const people = audience.id === null ? null : (targeted.data?.members ?? null)
  const set = (next: Waves | null) => change({ waves: next })
  const alerts = review?.alerts.filter(({ field }) => field === 'waves') ?? []
  const byZone = trigger.kind !== 'now' && trigger.profileTimeZone !== null
  return (
    <Fold
      title={t('schedule.waves')}
      summary={
        waves === null
          ? t('schedule.waves.off')
          : mistakes.within('waves') && !isSayable(waves)
            ? t('schedule.unclear')
            : `${wavesSentence(waves, t.locale)}.`
      }
      field="waves"
      isWrong={mistakes.within('waves')}
    >
      <div className={page.tight}>
        <Switch
          isSelected={waves !== null}
          isReadOnly={isReadOnly}
          aria-describedby="waves-help"
          onChange={(isOn) => set(isOn ? kept() : null)}
        >
          {t('schedule.waves.switch')}
        </Switch>
        <p id="waves-help" className={page.quiet}>
          {t('schedule.waves.help')}
        </p>
      </div>
      {waves !== null && byZone && <p className={css.wrong}>{t('campaign.alert.waves-with-time-zones')}</p>}
      {waves !== null && trigger.kind === 'recurring' && waves.timing.kind === 'dates' && (
        <p className={css.wrong}>{t('campaign.alert.waves-dates-recurring')}</p>
      )}
      {waves !== null && alerts.some(({ code }) => code === 'waves-too-early') && (
        <p className={css.wrong}>
          {t('campaign.alert.waves-too-early', { minutes: waveLimits.apartMinutes })}
        </p>
      )}
      {waves !== null && alerts.some(({ code }) => code === 'waves-overlap') && (
        <p className={css.doubt}>{t('campaign.alert.waves-overlap')}</p>
      )}
      {waves !== null && (
        <Division
          waves={waves}
          trigger={trigger}
          zone={zoneOf(definition)}
          people={people}
          isReadOnly={isReadOnly}
          mistakes={mistakes}
          isSound={isSound}
          onChange={set}
        />
      )}
    </Fold>
  )
}

const isSayable = ({ waves }: Waves) => waves.length >= waveLimits.least

interface DivisionProps {
  waves: Waves
  trigger: Trigger
  zone: string
  people: number | null
  isReadOnly: boolean
  mistakes: Mistakes
  /** The schedule itself can be read. */
  isSound: boolean
  onChange: (waves: Waves) => void
}

function Division({ waves, trigger, zone, people, isReadOnly, mistakes, isSound, onChange }: DivisionProps) {
  const t = useText()
  const { division, timing, remainder } = waves
  const known = useRef(waves.waves)
  if (waves.waves.length >= known.current.length) known.current = waves.waves
  const minutes = useRef(60)
  if (timing.kind === 'interval') minutes.current = timing.minutes
  const next = isSound ? (nextOccurrence(trigger, Date.now())?.at ?? Date.now()) : Date.now()
  const outlook =
    mistakes.within('waves') && waves.timing.kind === 'dates' ? null : outlookOf(waves, next, zone, people)

  return (
    <>
      <NumberInput
        label={t('schedule.waves.count')}
        isReadOnly={isReadOnly}
        min={waveLimits.least}
        max={waveLimits.most}
        value={waves.waves.length}
        onChange={(count) => count !== null && onChange(ofCount(waves, count, known.current))}
      />
      <RadioGroup
        label={t('schedule.waves.division')}
        isReadOnly={isReadOnly}
        value={division}
        onChange={(by) => onChange(dividedBy(waves, by as Waves['division'], people))}
      >
        {divisions.map((by) => (
          <Radio key={by} value={by}>
            {t(`schedule.waves.division.${by}`)}
          </Radio>
        ))}
      </RadioGroup>
      <RadioGroup
        label={t('schedule.waves.timing')}
        isReadOnly={isReadOnly}
        value={timing.kind}
        onChange={(kind) =>
          onChange(
            timedBy(waves, kind as Waves['timing']['kind'], localStart(trigger, zone), minutes.current),
          )
        }
      >
        <Radio value="interval">{t('schedule.waves.timing.interval')}</Radio>
        <Radio value="dates" isDisabled={trigger.kind === 'recurring' && timing.kind !== 'dates'}>
          {t(trigger.kind === 'recurring' ? 'schedule.waves.timing.datesNot' : 'schedule.waves.timing.dates')}
        </Radio>
      </RadioGroup>
      {timing.kind === 'interval' && (
        <Interval
          minutes={timing.minutes}
          isReadOnly={isReadOnly}
          onChange={(value) => onChange({ ...waves, timing: { kind: 'interval', minutes: value } })}
        />
      )}
      <ol className={css.waves}>
        {waves.waves.map((wave, index) => (
          <WaveFields
            key={index}
            waves={waves}
            index={index}
            zone={zone}
            start={outlook?.starts[index]}
            people={outlook?.sizes?.[index]}
            isReadOnly={isReadOnly}
            mistakes={mistakes}
            onChange={(changed) =>
              onChange({
                ...waves,
                waves: waves.waves.map((one, place) => (place === index ? changed : one)),
              })
            }
            wave={wave}
          />
        ))}
      </ol>
      {outlook && (
        <p className={outlook.coverage.kind === 'full' ? page.quiet : css.doubt} role="status">
          {sayCoverage(t, outlook, waves, people)}
        </p>
      )}
      {trigger.kind === 'now' && <p className={page.quiet}>{t('schedule.waves.ifNow')}</p>}
      {division !== 'equal' && (
        <RadioGroup
          label={t('schedule.waves.remainder')}
          description={t('schedule.waves.remainder.help')}
          isReadOnly={isReadOnly}
          value={remainder}
          onChange={(value) => onChange({ ...waves, remainder: value as Waves['remainder'] })}
        >
          <Radio value="last_wave">{t('schedule.waves.remainder.last_wave')}</Radio>
          <Radio value="leave_out">{t('schedule.waves.remainder.leave_out')}</Radio>
        </RadioGroup>
      )}
    </>
  )
}

/** Whether everybody is in a wave, as far as one knows. */
function sayCoverage(t: Words, { coverage }: Outlook, { division, remainder }: Waves, people: number | null) {
  if (division === 'audience') return t('schedule.waves.coverage.audience')
  if (division === 'number' && people === null) return t('schedule.waves.coverage.unknown')
  if (coverage.kind === 'full') return t('schedule.waves.coverage.full')
  const { kind, unit, by } = coverage
  const amount = t(`schedule.waves.coverage.${unit}`, { by })
  if (kind === 'over') return t('schedule.waves.coverage.over', { amount })
  return t(`schedule.waves.coverage.under.${remainder}`, { amount })
}

function Interval({
  minutes,
  isReadOnly,
  onChange,
}: {
  minutes: number
  isReadOnly: boolean
  onChange: (minutes: number) => void
}) {
  const t = useText()
  const intl = useIntl()
  const { amount, unit } = inUnit(minutes)
  return (
    <div className={page.tight}>
      <div className={css.every}>
        <NumberInput
          label={t('schedule.waves.interval')}
          isReadOnly={isReadOnly}
          min={1}
          max={waveLimits.spanMinutes}
          value={amount}
          onChange={(value) => value !== null && onChange(minutesOf(value, unit))}
        />
        <Picker
          label={t('campaign.recurrence.unit')}
          isDisabled={isReadOnly}
          value={unit}
          onChange={(key) => onChange(minutesOf(amount, key as Unit))}
          styles={style({ width: 160 })}
        >
          {(Object.keys(units) as Unit[]).map((one) => (
            <PickerItem key={one} id={one}>
              {t(`schedule.unit.${one}`, { count: amount })}
            </PickerItem>
          ))}
        </Picker>
      </div>
      <p className={page.quiet}>
        {t('schedule.waves.interval.help', { least: intl.formatNumber(waveLimits.apartMinutes) })}
      </p>
    </div>
  )
}

import type { Definition } from '@chappe/core/campaign/schema'
import { type DateValue, now } from '@internationalized/date'
import { DatePicker, Radio, RadioGroup } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo, useState } from 'react'
import { deviceTimeZone } from '../../../parts/dates.ts'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { useDraft } from '../draft/useDraft.tsx'
import { asInstant, inZone, isTimeZone, movedTo } from './schedule.ts'
import { TriggerTab } from './trigger/TriggerTab.tsx'
import { ZoneField } from './ZoneField.tsx'

type Schedule = Definition['schedule']

/** When a campaign is sent, or when its calls are taken. */
export function ScheduleTab() {
  return useDraft().campaign.kind === 'action' ? <TriggerTab /> : <WindowTab />
}

/** When calls are taken: from when to when, in one time zone. */
function WindowTab() {
  const t = useText()
  const { campaign, definition, isReadOnly, change } = useDraft()
  const { schedule } = definition
  const set = (changes: Partial<Schedule>) => change({ schedule: { ...schedule, ...changes } })
  const hasBegun = campaign.status === 'live'
  // Nobody chose UTC yet: the first date is meant in the zone of the person who enters it.
  const adoptZone = () => {
    const isUntouched = schedule.startAt === null && schedule.endAt === null && schedule.timezone === 'UTC'
    if (isUntouched) set({ timezone: deviceTimeZone() })
  }

  return (
    <div className={page.form}>
      <p className={page.words}>{t('campaign.schedule.help')}</p>
      <MomentField
        name="startAt"
        isReadOnly={isReadOnly || hasBegun}
        words={{
          label: t('campaign.start'),
          without: t('campaign.start.now'),
          at: t('campaign.start.at'),
          date: t('campaign.start.date'),
          help: t(hasBegun ? 'campaign.start.locked' : 'campaign.start.help'),
        }}
        instant={schedule.startAt}
        timeZone={schedule.timezone}
        onWanted={adoptZone}
        onChange={(startAt) => set({ startAt })}
      />
      <MomentField
        name="endAt"
        isReadOnly={isReadOnly}
        words={{
          label: t('campaign.end'),
          without: t('campaign.end.never'),
          at: t('campaign.end.at'),
          date: t('campaign.end.date'),
          help: t('campaign.end.help'),
        }}
        instant={schedule.endAt}
        timeZone={schedule.timezone}
        onWanted={adoptZone}
        onChange={(endAt) => set({ endAt })}
      />
      <ZoneField
        zone={schedule.timezone}
        isReadOnly={isReadOnly || hasBegun}
        onChange={(timezone) =>
          set({
            timezone,
            startAt: movedTo(schedule.startAt, schedule.timezone, timezone),
            endAt: movedTo(schedule.endAt, schedule.timezone, timezone),
          })
        }
      />
    </div>
  )
}

interface MomentFieldProps {
  name: string
  words: Record<'label' | 'without' | 'at' | 'date' | 'help', string>
  instant: string | null
  timeZone: string
  isReadOnly: boolean
  /** A date is about to be entered. */
  onWanted: () => void
  onChange: (instant: string | null) => void
}

/** A moment or none: the choice, and the date where one is wanted. */
function MomentField(props: MomentFieldProps) {
  const { name, words, instant, timeZone, isReadOnly, onWanted, onChange } = props
  const [isWanted, setWanted] = useState(false)
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC'
  const value = useMemo(() => inZone(instant, zone), [instant, zone])
  const isShown = instant !== null || isWanted
  return (
    <section className={page.stack} data-field={name}>
      <RadioGroup
        label={words.label}
        description={words.help}
        isReadOnly={isReadOnly}
        value={isShown ? 'at' : 'without'}
        onChange={(choice) => {
          setWanted(choice === 'at')
          if (choice === 'without') onChange(null)
          else onWanted()
        }}
      >
        <Radio value="without">{words.without}</Radio>
        <Radio value="at">{words.at}</Radio>
      </RadioGroup>
      {isShown && (
        <DatePicker<DateValue>
          label={words.date}
          granularity="minute"
          isReadOnly={isReadOnly}
          shouldForceLeadingZeros
          value={value}
          placeholderValue={now(zone)}
          onChange={(date) => onChange(date === null ? null : asInstant(date, zone))}
          styles={style({ width: 'full', maxWidth: 380 })}
        />
      )}
    </section>
  )
}

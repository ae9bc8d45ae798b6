import { type AudienceKind, audienceLimits } from '@chappe/core/audience/schema'
import { Picker, PickerItem, TextArea } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import { TagsField } from '../../campaign/editor/TagsField.tsx'
import { intervals, sayInterval } from './schedule.ts'
import type { Written } from './useAudienceDraft.ts'

interface Props {
  kind: AudienceKind
  value: Written
  isReadOnly: boolean
  onChange: (changes: Partial<Written>) => void
}

/** What an audience is for, its tags, and when it is evaluated by itself. */
export function Properties({ kind, value, isReadOnly, onChange }: Props) {
  const t = useText()
  const { schedule } = value
  const own = schedule?.everyMinutes
  const offered = [...new Set<number>([...intervals, ...(own === undefined ? [] : [own])])].sort(
    (a, b) => a - b,
  )
  return (
    <div className={page.form}>
      <TextArea
        label={t('audiences.description')}
        value={value.description}
        onChange={(description) => onChange({ description })}
        maxLength={audienceLimits.description}
        isReadOnly={isReadOnly}
        styles={style({ width: 'full' })}
      />
      {kind !== 'list' && (
        <Picker
          label={t('audiences.schedule')}
          description={t('audiences.schedule.help')}
          isDisabled={isReadOnly}
          value={String(own ?? 'never')}
          onChange={(key) => onChange({ schedule: key === 'never' ? null : { everyMinutes: Number(key) } })}
          styles={style({ width: 280 })}
        >
          <PickerItem id="never">{t('audiences.every.never')}</PickerItem>
          {offered.map((minutes) => (
            <PickerItem key={minutes} id={String(minutes)}>
              {sayInterval(t, minutes)}
            </PickerItem>
          ))}
        </Picker>
      )}
      <TagsField tags={value.tags} isReadOnly={isReadOnly} onChange={(tags) => onChange({ tags })} />
    </div>
  )
}

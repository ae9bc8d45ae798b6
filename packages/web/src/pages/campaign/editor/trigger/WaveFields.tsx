import { waveLimits } from '@chappe/core/schedule/waves'
import type { DateValue } from '@internationalized/date'
import { DatePicker, Link, Picker, PickerItem, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { When } from '../../../../parts/When.tsx'
import { useText } from '../../../../text.ts'
import { AudienceField } from '../../../audiences/rule/fields/Choosers.tsx'
import page from '../../campaign.module.css'
import { useDraft } from '../../draft/useDraft.tsx'
import { AudienceFacts } from '../recipients/RecipientsTab.tsx'
import { NumberInput } from './NumberInput.tsx'
import css from './trigger.module.css'
import { asDate, asLocal, type Wave, type Waves } from './trigger.ts'
import type { Mistakes } from './useMistakes.ts'

interface Props {
  waves: Waves
  wave: Wave
  index: number
  zone: string
  /** When it begins (epoch milliseconds) and how many are in it, as far as one knows. */
  start: number | undefined
  people: number | undefined
  isReadOnly: boolean
  mistakes: Mistakes
  onChange: (wave: Wave) => void
}

const own = '-'

/** One wave of an occurrence. */
export function WaveFields(props: Props) {
  const { waves, wave, index, zone, start, people, isReadOnly, mistakes, onChange } = props
  const t = useText()
  const { campaign, definition } = useDraft()
  const { variants } = definition
  const { division, timing } = waves
  const field = `waves.waves.${index}`
  const title = t('schedule.wave', { number: index + 1 })
  const said = variants.find(({ id }) => id === wave.variantId)
  const mistake = (part: string) => mistakes.of(`${field}.${part}`)
  return (
    <li className={css.wave} data-field={`${field}.audienceId ${field}.size ${field}.at ${field}.variantId`}>
      <fieldset className={css.group}>
        <legend>{title}</legend>
        <p className={page.quiet}>
          {start !== undefined && (
            <When instant={new Date(start).toISOString()} as="absolute" timeZone={zone} />
          )}
          {people !== undefined && ` · ${t('schedule.people.count', { count: people })}`}
        </p>
        <div className={css.every}>
          <TextField
            label={t('schedule.wave.name')}
            isReadOnly={isReadOnly}
            maxLength={waveLimits.name}
            value={wave.name}
            onChange={(name) => onChange({ ...wave, name })}
            styles={style({ width: 200 })}
          />
          {division === 'percent' && (
            <NumberInput
              label={t('schedule.wave.percent')}
              isReadOnly={isReadOnly}
              min={0}
              max={100}
              step={0.01}
              value={wave.size}
              mistake={mistake('size')}
              onChange={(size) => onChange({ ...wave, size })}
            />
          )}
          {division === 'number' && (
            <NumberInput
              label={t('schedule.wave.number')}
              isReadOnly={isReadOnly}
              min={0}
              max={1_000_000_000}
              value={wave.size}
              mistake={mistake('size')}
              onChange={(size) => onChange({ ...wave, size })}
            />
          )}
          {(variants.length > 0 || wave.variantId !== null) && (
            <Picker
              label={t('schedule.wave.variant')}
              isDisabled={isReadOnly}
              value={wave.variantId ?? own}
              onChange={(id) => onChange({ ...wave, variantId: id === own ? null : String(id) })}
              styles={style({ width: 240, maxWidth: 'full' })}
            >
              {[
                { id: own, name: t('schedule.wave.variant.own') },
                ...variants,
                ...(wave.variantId === null || variants.some(({ id }) => id === wave.variantId)
                  ? []
                  : [{ id: wave.variantId, name: wave.variantId }]),
              ].map(({ id, name }) => (
                <PickerItem key={id} id={id}>
                  {name}
                </PickerItem>
              ))}
            </Picker>
          )}
        </div>
        {said !== undefined && (
          <p className={page.quiet}>
            <Link
              href={{
                to: '/campaigns/$id',
                params: { id: campaign.id },
                search: { view: 'draft', tab: 'content', variant: said.id },
              }}
            >
              {t('schedule.wave.variant.write', { variant: said.name })}
            </Link>
          </p>
        )}
        {timing.kind === 'dates' &&
          (index === 0 ? (
            <p className={page.quiet}>{t('schedule.wave.first')}</p>
          ) : (
            <DatePicker<DateValue>
              label={t('schedule.wave.at', { zone: zone.replaceAll('_', ' ') })}
              granularity="minute"
              hideTimeZone
              shouldForceLeadingZeros
              isReadOnly={isReadOnly}
              value={wave.at === null ? null : asDate(wave.at)}
              isInvalid={mistake('at') !== undefined}
              errorMessage={mistake('at') ?? ''}
              onChange={(date) => onChange({ ...wave, at: date === null ? null : asLocal(date) })}
              styles={style({ width: 'full', maxWidth: 380 })}
            />
          ))}
        {division === 'audience' && (
          <div className={page.tight}>
            <span className={css.label}>{t('schedule.wave.audience')}</span>
            {!isReadOnly && (
              <AudienceField
                id={wave.audienceId ?? ''}
                onChange={(audienceId) => onChange({ ...wave, audienceId })}
              />
            )}
            {wave.audienceId !== null && <AudienceFacts id={wave.audienceId} />}
            {mistake('audienceId') !== undefined && <p className={css.wrong}>{mistake('audienceId')}</p>}
          </div>
        )}
      </fieldset>
    </li>
  )
}

import { rateLimits } from '@chappe/core/schedule/rate/schema'
import { ActionButton, Text, TextField } from '@react-spectrum/s2'
import Add from '@react-spectrum/s2/icons/Add'
import RemoveCircle from '@react-spectrum/s2/icons/RemoveCircle'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import { RateFields } from './RateFields.tsx'
import css from './trigger.module.css'
import type { Pace } from './trigger.ts'
import { useFocusAfterRemoval } from './useFocusAfterRemoval.ts'
import type { Mistakes } from './useMistakes.ts'

type Domains = Pace['domains']

interface Props {
  domains: Domains
  isReadOnly: boolean
  mistakes: Mistakes
  onChange: (domains: Domains) => void
}

/** Rates of their own for the people of some mail services. */
export function DomainRates({ domains, isReadOnly, mistakes, onChange }: Props) {
  const t = useText()
  const put = (index: number, changes: Partial<Domains[number]>) =>
    onChange(domains.map((one, place) => (place === index ? { ...one, ...changes } : one)))
  const { add, onRemoved } = useFocusAfterRemoval()
  const all = mistakes.of('pace.domains')
  return (
    <>
      <p className={page.quiet}>{t('schedule.domains.help')}</p>
      {domains.length > 0 && (
        <ul className={css.rows}>
          {domains.map(({ domain, rate }, index) => (
            <li key={index} className={css.every}>
              <TextField
                label={t('schedule.domains.domain')}
                isReadOnly={isReadOnly}
                value={domain}
                isInvalid={mistakes.within(`pace.domains.${index}.domain`)}
                errorMessage={t('schedule.domains.empty')}
                onChange={(text) => put(index, { domain: text.trim().toLowerCase() })}
                styles={style({ width: 200 })}
              />
              <RateFields
                rate={rate}
                isReadOnly={isReadOnly}
                mistake={mistakes.of(`pace.domains.${index}.rate.messages`)}
                onChange={(next) => put(index, { rate: next })}
              />
              {!isReadOnly && (
                <ActionButton
                  isQuiet
                  aria-label={t('schedule.domains.remove', { domain })}
                  onPress={() => {
                    onChange(domains.filter((_, place) => place !== index))
                    onRemoved()
                  }}
                >
                  <RemoveCircle />
                </ActionButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {all !== undefined && <p className={css.wrong}>{all}</p>}
      {!isReadOnly && domains.length < rateLimits.domains && (
        <div>
          <ActionButton
            ref={add}
            onPress={() => onChange([...domains, { domain: '', rate: { messages: 10, per: 'second' } }])}
          >
            <Add />
            <Text>{t('schedule.domains.add')}</Text>
          </ActionButton>
        </div>
      )}
    </>
  )
}

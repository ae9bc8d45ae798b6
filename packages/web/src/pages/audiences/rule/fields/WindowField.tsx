import type { Window } from '@chappe/core/audience/rule'
import { Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../../../text.ts'
import { DayField } from './DayField.tsx'
import { SpanField } from './SpanField.tsx'

const begin: Record<Window['kind'], Window> = {
  ever: { kind: 'ever' },
  last: { kind: 'last', amount: 30, unit: 'day' },
  between: { kind: 'between', from: '', to: '' },
}

/** When something has to have happened. */
export function WindowField({ window, onChange }: { window: Window; onChange: (window: Window) => void }) {
  const t = useText()
  return (
    <>
      <Picker
        aria-label={t('audiences.window')}
        value={window.kind}
        onChange={(key) => onChange(begin[key as Window['kind']])}
        styles={style({ width: { default: 'full', sm: 176 } })}
      >
        {(['ever', 'last', 'between'] as const).map((kind) => (
          <PickerItem key={kind} id={kind}>
            {t(`audiences.window.${kind}`)}
          </PickerItem>
        ))}
      </Picker>
      {window.kind === 'last' && (
        <SpanField value={window} onChange={(span) => onChange({ kind: 'last', ...span })} />
      )}
      {window.kind === 'between' && (
        <>
          <DayField
            label={t('audiences.window.from')}
            value={window.from}
            onChange={(from) => onChange({ ...window, from })}
          />
          <span>{t('audiences.window.until')}</span>
          <DayField
            label={t('audiences.window.to')}
            value={window.to}
            onChange={(to) => onChange({ ...window, to })}
          />
        </>
      )}
    </>
  )
}

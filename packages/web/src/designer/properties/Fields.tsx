import { NumberField, SegmentedControl, SegmentedControlItem, TextField } from '@react-spectrum/s2'
import TextAlignCenter from '@react-spectrum/s2/icons/AlignCenter'
import TextAlignLeft from '@react-spectrum/s2/icons/AlignLeft'
import TextAlignRight from '@react-spectrum/s2/icons/AlignRight'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactNode, useId } from 'react'
import { useText } from '../../text.ts'
import css from '../fields/fields.module.css'
import { WordPicker } from '../fields/WordPicker.tsx'
import { useDesigning } from '../state/Designing.tsx'

/** A titled group of properties. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={css.group} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  )
}

interface NumberProps {
  readonly label: string
  readonly value: number | null
  readonly onChange: (value: number) => void
  readonly most: number
  readonly least?: number
  readonly step?: number
  readonly unit?: string
}

/** A number of pixels, or of what `unit` says. */
export function Pixels({ label, value, onChange, most, least = 0, step = 1 }: NumberProps) {
  const { isReadOnly } = useDesigning()
  return (
    <NumberField
      label={label}
      value={value ?? Number.NaN}
      minValue={least}
      maxValue={most}
      step={step}
      isReadOnly={isReadOnly}
      onChange={(next) => {
        if (Number.isFinite(next)) onChange(Math.round(next))
      }}
      styles={style({ width: 'full' })}
    />
  )
}

interface Sides {
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly left: number
}

/** The space between the edge of a part and what is in it. */
export function PaddingFields({ value, onChange }: { value: Sides; onChange: (value: Sides) => void }) {
  const t = useText()
  const one = (side: keyof Sides) => (
    <Pixels
      label={t(`designer.side.${side}`)}
      value={value[side]}
      most={200}
      onChange={(next) => onChange({ ...value, [side]: next })}
    />
  )
  return (
    <Group title={t('designer.padding')}>
      <div className={css.padding}>
        {one('top')}
        {one('bottom')}
        {one('left')}
        {one('right')}
      </div>
    </Group>
  )
}

const aligns = { left: TextAlignLeft, center: TextAlignCenter, right: TextAlignRight }
type Align = keyof typeof aligns

export function AlignField({ value, onChange }: { value: Align; onChange: (value: Align) => void }) {
  const t = useText()
  const { isReadOnly } = useDesigning()
  return (
    <div>
      <div className={css.label} aria-hidden="true">
        {t('designer.text.align')}
      </div>
      <SegmentedControl
        aria-label={t('designer.text.align')}
        selectedKey={value}
        isDisabled={isReadOnly}
        isJustified
        onSelectionChange={(key) => onChange(key as Align)}
      >
        {(Object.keys(aligns) as Align[]).map((name) => {
          const Icon = aligns[name]
          return (
            <SegmentedControlItem key={name} id={name} aria-label={t(`designer.align.${name}`)}>
              <Icon />
            </SegmentedControlItem>
          )
        })}
      </SegmentedControl>
    </div>
  )
}

interface TemplateProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help?: string
}

/** A short text that may hold personalization. */
export function TemplateField({ label, value, onChange, help }: TemplateProps) {
  const { isReadOnly } = useDesigning()
  return (
    <div className={css.withButton} data-help>
      <TextField
        label={label}
        value={value}
        onChange={onChange}
        isReadOnly={isReadOnly}
        {...(help !== undefined && { description: help })}
        styles={style({ width: 'full' })}
      />
      <WordPicker isDisabled={isReadOnly} onPick={({ name }) => onChange(`${value}{{ ${name} }}`)} />
    </div>
  )
}

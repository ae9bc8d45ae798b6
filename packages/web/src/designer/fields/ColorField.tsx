import type { EmailDesign } from '@chappe/core/design/schema'
import { everyBlock } from '@chappe/core/design/walk'
import {
  Button,
  ColorArea,
  ColorField as ColorInput,
  ColorSlider,
  DialogTrigger,
  Popover,
  parseColor,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import { Button as Plain } from 'react-aria-components'
import { useText } from '../../text.ts'
import { useDesigning } from '../state/Designing.tsx'
import css from './fields.module.css'

interface Props {
  readonly label: string
  /** `#rrggbb`; null: none of its own. */
  readonly value: string | null
  readonly onChange: (color: string | null) => void
  /** It may be without a color of its own. */
  readonly isOptional?: boolean
  readonly isDisabled?: boolean
}

/** A color in words and as a swatch that opens its picker. */
export function ColorField(props: Props) {
  return (
    <div className={css.color}>
      <span aria-hidden="true">{props.label}</span>
      <ColorButton {...props} />
    </div>
  )
}

const common = ['#000000', '#292929', '#717171', '#d5d5d5', '#ffffff', '#3b63fb', '#05834e', '#d73220']

/** The colors that the email has already, the most used first. */
function palette(design: EmailDesign): string[] {
  const { background, contentBackground, textColor, linkColor } = design.settings
  const uses = new Map<string, number>()
  const count = (color: unknown) => {
    if (typeof color === 'string') uses.set(color.toLowerCase(), (uses.get(color.toLowerCase()) ?? 0) + 1)
  }
  for (const color of [background, contentBackground, textColor, linkColor]) count(color)
  for (const section of design.sections) if (section.kind === 'section') count(section.background)
  for (const { block } of everyBlock(design)) {
    if ('color' in block) count(block.color)
    if ('background' in block) count(block.background)
  }
  const used = [...uses].sort(([, a], [, b]) => b - a).map(([color]) => color)
  return [...new Set([...used.slice(0, 8), ...common])].slice(0, 16)
}

/** The swatch alone, where its label stands elsewhere. */
export function ColorButton({ label, value, onChange, isOptional = false, isDisabled = false }: Props) {
  const t = useText()
  const { design } = useDesigning()
  const colors = useMemo(() => palette(design), [design])
  const color = useMemo(() => parseColor(value ?? '#ffffff').toFormat('hsb'), [value])
  const told = t('designer.color.is', { label, color: value ?? t('designer.color.none') })
  const choose = (next: { toString(format: 'hex'): string } | null) => {
    if (next) onChange(next.toString('hex').toLowerCase())
  }
  return (
    <DialogTrigger>
      <Plain
        className={css.swatch ?? ''}
        aria-label={told}
        data-none={value === null || undefined}
        isDisabled={isDisabled}
        {...(value !== null && { style: { backgroundColor: value } })}
      />
      <Popover placement="bottom end" hideArrow aria-label={label}>
        <div className={css.colorPopover}>
          <ColorArea
            aria-label={label}
            value={color}
            onChange={choose}
            colorSpace="hsb"
            xChannel="saturation"
            yChannel="brightness"
          />
          <ColorSlider
            aria-label={t('designer.color.hue')}
            channel="hue"
            value={color}
            onChange={choose}
            styles={style({ width: 192 })}
          />
          <ColorInput
            label={t('designer.color.code')}
            size="S"
            value={value === null ? null : color}
            onChange={choose}
            styles={style({ width: 'full' })}
          />
          <fieldset className={css.swatches} aria-label={t('designer.color.used')}>
            {colors.map((one) => (
              <Plain
                key={one}
                aria-label={one}
                style={{ backgroundColor: one }}
                onPress={() => onChange(one)}
              />
            ))}
          </fieldset>
          {isOptional && (
            <Button variant="secondary" size="S" isDisabled={value === null} onPress={() => onChange(null)}>
              {t('designer.color.clear')}
            </Button>
          )}
        </div>
      </Popover>
    </DialogTrigger>
  )
}

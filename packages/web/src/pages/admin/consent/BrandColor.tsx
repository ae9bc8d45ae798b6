import { leastContrast, readable } from '@chappe/core/consent/centre'
import { contrast } from '@chappe/core/design/contrast'
import {
  ActionButton,
  ColorArea,
  ColorField,
  ColorSlider,
  DialogTrigger,
  Popover,
  parseColor,
} from '@react-spectrum/s2'
import AlertTriangle from '@react-spectrum/s2/icons/AlertTriangle'
import CheckmarkCircle from '@react-spectrum/s2/icons/CheckmarkCircle'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import { Button as Plain } from 'react-aria-components'
import { useIntl } from 'react-intl'
import { useText } from '../../../text.ts'
import css from './consent.module.css'

interface Props {
  /** `#rrggbb`. */
  value: string
  isReadOnly: boolean
  onChange: (color: string) => void
}

/** The color of the buttons, with what the eye makes of white text on it. */
export function BrandColor({ value, isReadOnly, onChange }: Props) {
  const t = useText()
  const intl = useIntl()
  const color = useMemo(() => parseColor(value).toFormat('hsb'), [value])
  const ratio = contrast(value, '#ffffff')
  const isGood = ratio >= leastContrast
  // Cut, not rounded: what falls short must not look as if it were enough.
  const said = (number: number) => intl.formatNumber(Math.floor(number * 10) / 10)
  const choose = (next: { toString(format: 'hex'): string } | null) => {
    if (next) onChange(next.toString('hex').toLowerCase())
  }
  return (
    <div className={css.color}>
      <div className={css.code}>
        <ColorField
          label={t('consent.brand.color')}
          value={color}
          onChange={choose}
          isReadOnly={isReadOnly}
          isInvalid={!isGood}
          aria-describedby="brand-contrast"
          styles={style({ width: 160 })}
        />
        <DialogTrigger>
          <Plain
            className={css.swatch ?? ''}
            aria-label={t('consent.brand.color.choose')}
            isDisabled={isReadOnly}
            style={{ backgroundColor: value }}
          />
          <Popover placement="bottom start" hideArrow aria-label={t('consent.brand.color.choose')}>
            <div className={css.picker}>
              <ColorArea
                aria-label={t('consent.brand.color')}
                value={color}
                onChange={choose}
                colorSpace="hsb"
                xChannel="saturation"
                yChannel="brightness"
              />
              <ColorSlider
                aria-label={t('consent.brand.color.hue')}
                channel="hue"
                value={color}
                onChange={choose}
                styles={style({ width: 192 })}
              />
            </div>
          </Popover>
        </DialogTrigger>
      </div>
      <p id="brand-contrast" role="status" className={css.contrast} data-good={isGood}>
        {isGood ? <CheckmarkCircle /> : <AlertTriangle />}
        <span>
          {t(isGood ? 'consent.brand.contrast.good' : 'consent.brand.contrast.bad', {
            ratio: said(ratio),
            least: said(leastContrast),
          })}
        </span>
      </p>
      {!isGood && !isReadOnly && (
        <div>
          <ActionButton size="S" onPress={() => onChange(readable(value))}>
            {t('consent.brand.contrast.mend', { color: readable(value) })}
          </ActionButton>
        </div>
      )}
    </div>
  )
}

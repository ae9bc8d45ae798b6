import { type CellType, type ColumnMapping, cellTypes } from '@chappe/core/import/schema'
import { Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useId } from 'react'
import { useText } from '../../../text.ts'
import css from '../imports.module.css'
import { columnName } from '../words.tsx'
import { type Column, isSerious, partOf, type Remark, typeIn } from './mapping.ts'
import { TargetField } from './TargetField.tsx'
import type { Targets } from './useTargets.ts'

interface Props {
  column: Column
  mapped: ColumnMapping | undefined
  remarks: readonly Remark[]
  /** Names of all columns, for remarks that name another one. */
  names: ReadonlyMap<number, string>
  targets: Targets
  onTarget: (target: string, type?: CellType) => void
}

/** One column of the file: what it is called and holds, what it becomes, what is noticed about that. */
export function ColumnRow({ column, mapped, remarks, names, targets, onTarget }: Props) {
  const t = useText()
  const id = useId()
  const { samples, filled, type: looks } = column
  const name = columnName(t, column)
  const target = mapped?.target ?? 'ignore'
  const part = partOf(target)
  const declared = part.kind === 'attribute' ? targets.typeOf(part.path) : undefined
  // What a sandbox declared is read as declared; anything else as it looks.
  const choose = (next: string) => {
    const chosen = partOf(next)
    const isFree = chosen.kind === 'attribute' && targets.typeOf(chosen.path) === undefined
    onTarget(next, isFree ? looks : undefined)
  }
  return (
    <li className={css.column} data-ignored={target === 'ignore'} aria-labelledby={id}>
      <div className={css.source}>
        <strong id={id}>{name}</strong>
        {filled < 1 && <span className={css.filled}>{t('imports.columns.filled', { share: filled })}</span>}
        <span className={css.samples}>
          {samples.length === 0 ? t('imports.columns.empty') : samples.slice(0, 3).join(' · ')}
        </span>
      </div>
      <TargetField
        label={t('imports.columns.becomes.label', { name })}
        target={target}
        targets={targets}
        isInvalid={remarks.some(isSerious)}
        onChange={choose}
      />
      <div className={css.type}>
        {part.kind === 'attribute' && mapped ? (
          <Picker
            aria-label={t('imports.columns.type.label', { name })}
            value={typeIn(mapped, targets)}
            isDisabled={targets.isDeclared(part.path)}
            onChange={(key) => {
              const chosen = cellTypes.find((one) => one === key)
              onTarget(target, chosen === declared ? undefined : chosen)
            }}
            styles={style({ width: 'full' })}
          >
            {cellTypes.map((one) => (
              <PickerItem key={one} id={one}>
                {t(`imports.type.${one}`)}
              </PickerItem>
            ))}
          </Picker>
        ) : (
          <span className={css.filled}>{t(`imports.part.${part.kind}`)}</span>
        )}
      </div>
      {remarks.length > 0 && (
        <div className={css.remarks} role="status">
          {remarks.map((remark) => (
            <p key={remark.id} data-serious={isSerious(remark)}>
              <Said remark={remark} names={names} />
            </p>
          ))}
        </div>
      )}
    </li>
  )
}

function Said({ remark, names }: { remark: Remark; names: ReadonlyMap<number, string> }) {
  const t = useText()
  switch (remark.id) {
    case 'twice':
    case 'inside':
      return t(`imports.remark.${remark.id}`, { other: names.get(remark.other) ?? '' })
    case 'type':
      return t('imports.remark.type', {
        type: t(`imports.type.${remark.type}`).toLocaleLowerCase(t.locale),
        looks: t(`imports.type.${remark.looks}`).toLocaleLowerCase(t.locale),
      })
    case 'gaps':
      return t('imports.remark.gaps', { share: 1 - remark.filled })
    default:
      return t(`imports.remark.${remark.id}`)
  }
}

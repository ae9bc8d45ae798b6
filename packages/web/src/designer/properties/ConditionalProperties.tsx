import { designLimits } from '@chappe/core/design/schema'
import { ActionButton, Button, Radio, RadioGroup, TextField } from '@react-spectrum/s2'
import ChevronUp from '@react-spectrum/s2/icons/ChevronUp'
import Delete from '@react-spectrum/s2/icons/Delete'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useText } from '../../text.ts'
import css from '../fields/fields.module.css'
import { useDesigning } from '../state/Designing.tsx'
import { listsIn } from '../tree/index-of.ts'
import { newId } from '../tree/make.ts'
import { shownIn } from '../tree/step.ts'
import type { Props } from './BlockProperties.tsx'
import { ConditionField } from './ConditionField.tsx'
import { Group } from './Fields.tsx'

export function ConditionalProperties({ block, set }: Props<'conditional'>) {
  const t = useText()
  const { isReadOnly, shown, show } = useDesigning()
  const { branches } = block
  const nameAt = (at: number) => branches[at]?.label || t('designer.branch', { number: at + 1 })
  return (
    <>
      <Group title={t('designer.branches')}>
        <p className={css.note}>{t('designer.branches.help')}</p>
        <RadioGroup
          label={t('designer.branches.shown')}
          value={shownIn(block, shown)}
          onChange={(place) => show(block.id, place)}
        >
          {listsIn(block).map(({ place, branch }, at) => (
            <Radio key={place} value={place}>
              {branch ? nameAt(at) : t('designer.otherwise')}
            </Radio>
          ))}
        </RadioGroup>
      </Group>
      {branches.map((branch, at) => (
        <Group key={branch.id} title={nameAt(at)}>
          <div className={css.withButton}>
            <TextField
              label={t('designer.branch.label')}
              value={branch.label}
              isReadOnly={isReadOnly}
              onChange={(label) =>
                set({ branches: branches.with(at, { ...branch, label }) }, `label ${branch.id}`)
              }
              styles={style({ width: 'full' })}
            />
            <div className={css.entryHead}>
              <ActionButton
                isQuiet
                aria-label={t('designer.moveUp')}
                isDisabled={isReadOnly || at === 0}
                onPress={() => set({ branches: branches.toSpliced(at, 1).toSpliced(at - 1, 0, branch) })}
              >
                <ChevronUp />
              </ActionButton>
              <ActionButton
                isQuiet
                aria-label={t('common.delete')}
                isDisabled={isReadOnly || branches.length === 1}
                onPress={() => set({ branches: branches.toSpliced(at, 1) })}
              >
                <Delete />
              </ActionButton>
            </div>
          </div>
          <ConditionField
            label={t('designer.condition')}
            help={t('designer.condition.help')}
            value={branch.condition}
            onChange={(condition) =>
              set({ branches: branches.with(at, { ...branch, condition }) }, `condition ${branch.id}`)
            }
          />
        </Group>
      ))}
      <Group title={t('designer.otherwise')}>
        <p className={css.note}>{t('designer.otherwise.help')}</p>
        <Button
          variant="secondary"
          size="S"
          isDisabled={isReadOnly || branches.length >= designLimits.branches}
          onPress={() => {
            const id = newId()
            set({ branches: [...branches, { id, label: '', condition: '', blocks: [] }] })
            show(block.id, id)
          }}
        >
          {t('designer.branch.add')}
        </Button>
      </Group>
    </>
  )
}

import { ActionButton } from '@react-spectrum/s2'
import ChevronDown from '@react-spectrum/s2/icons/ChevronDown'
import ChevronUp from '@react-spectrum/s2/icons/ChevronUp'
import Delete from '@react-spectrum/s2/icons/Delete'
import Duplicate from '@react-spectrum/s2/icons/Duplicate'
import { useText } from '../../../text.ts'
import { useBuilding } from './Building.ts'
import css from './rule.module.css'

/** What can be done with a part: up, down, copy, away. */
export function Tools({ id, name }: { id: string; name: string }) {
  const t = useText()
  const { canStep, isFull, step, duplicate, remove } = useBuilding()
  return (
    <div role="toolbar" aria-label={t('audiences.tools', { name })} className={css.tools}>
      <ActionButton
        isQuiet
        size="S"
        aria-label={t('audiences.move.up', { name })}
        isDisabled={!canStep(id, 'up')}
        onPress={() => step(id, 'up')}
      >
        <ChevronUp />
      </ActionButton>
      <ActionButton
        isQuiet
        size="S"
        aria-label={t('audiences.move.down', { name })}
        isDisabled={!canStep(id, 'down')}
        onPress={() => step(id, 'down')}
      >
        <ChevronDown />
      </ActionButton>
      <ActionButton
        isQuiet
        size="S"
        aria-label={t('audiences.duplicate', { name })}
        isDisabled={isFull}
        onPress={() => duplicate(id)}
      >
        <Duplicate />
      </ActionButton>
      <ActionButton isQuiet size="S" aria-label={t('audiences.remove', { name })} onPress={() => remove(id)}>
        <Delete />
      </ActionButton>
    </div>
  )
}

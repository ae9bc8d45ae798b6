import { Button, ButtonGroup, ProgressCircle } from '@react-spectrum/s2'
import { useText } from '../../text.ts'
import css from './calendar.module.css'
import type { MovingState } from './useMoving.ts'
import { whenOf } from './words.ts'

interface Props {
  state: MovingState
  zone: string
}

/** Where a draft would be if it were let go now. It is there before there is anything to say, so that it is read out. */
export function MovingBar({ state: { moving, isSaving, commit, cancel }, zone }: Props) {
  const t = useText()
  return (
    <div role="status" className={css.moving} data-on={moving !== null}>
      {moving && (
        <>
          <span>{t('calendar.moving', { name: moving.item.name, when: whenOf(moving.to, t, zone) })}</span>
          {isSaving && <ProgressCircle isIndeterminate size="S" aria-label={t('calendar.saving')} />}
          <ButtonGroup size="S">
            <Button size="S" variant="secondary" isDisabled={isSaving} onPress={cancel}>
              {t('common.cancel')}
            </Button>
            <Button size="S" variant="accent" isDisabled={isSaving} onPress={() => void commit(moving)}>
              {t('calendar.move.do')}
            </Button>
          </ButtonGroup>
        </>
      )}
    </div>
  )
}

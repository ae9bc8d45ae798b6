import { Button, ButtonGroup } from '@react-spectrum/s2'
import type { ReactNode } from 'react'
import { useText } from '../text.ts'

interface Props {
  onClose: () => void
  /** The button that does what the dialog is for; without one there is nothing to cancel. */
  children?: ReactNode
}

/** The buttons at the foot of a dialog: the way out, then what it is for. */
export function DialogButtons({ onClose, children }: Props) {
  const t = useText()
  return (
    <ButtonGroup>
      <Button variant="secondary" onPress={onClose}>
        {t(children ? 'common.cancel' : 'common.close')}
      </Button>
      {children}
    </ButtonGroup>
  )
}

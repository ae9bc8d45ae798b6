import { DialogContainer as Container, type DialogContainerProps } from '@react-spectrum/s2'
import { Children, Fragment, useRef } from 'react'

/**
 * Shows a dialog while there is one. Spectrum’s own keeps the last dialog mounted for the next time: what was typed or
 * chosen in it would be there again. Here each opening begins anew.
 */
export function DialogContainer({ children, onDismiss }: DialogContainerProps) {
  const isOpen = Children.toArray(children).length > 0
  const opening = useRef({ isOpen, number: 0 })
  if (isOpen && !opening.current.isOpen) opening.current.number++
  opening.current.isOpen = isOpen
  return (
    <Container onDismiss={onDismiss}>
      {isOpen && <Fragment key={opening.current.number}>{children}</Fragment>}
    </Container>
  )
}

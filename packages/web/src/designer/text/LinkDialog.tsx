import { addressProblem } from '@chappe/core/design/address'
import { Button, ButtonGroup, Content, Dialog, Heading } from '@react-spectrum/s2'
import { useState } from 'react'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { useText } from '../../text.ts'
import { AddressField } from '../fields/AddressField.tsx'
import css from '../fields/fields.module.css'

interface Props {
  /** The address of the link at the cursor, empty for a new one; null: the dialog is closed. */
  readonly href: string | null
  readonly onClose: () => void
  readonly onSave: (href: string) => void
  readonly onRemove: () => void
}

/** The dialog of a link in a text: where it leads. */
export function LinkDialog({ href, onClose, onSave, onRemove }: Props) {
  const t = useText()
  const isNew = href === ''
  return (
    <DialogContainer onDismiss={onClose}>
      {href !== null && (
        <Dialog size="S">
          {({ close }) => (
            <>
              <Heading slot="title">{t('designer.link')}</Heading>
              <Content>
                <LinkForm
                  href={href}
                  onSave={(next) => {
                    onSave(next)
                    close()
                  }}
                />
              </Content>
              <ButtonGroup>
                {!isNew && (
                  <Button
                    variant="secondary"
                    onPress={() => {
                      onRemove()
                      close()
                    }}
                  >
                    {t('designer.link.remove')}
                  </Button>
                )}
                <Button variant="secondary" onPress={close}>
                  {t('common.cancel')}
                </Button>
                <Button variant="accent" type="submit" form="designer-link">
                  {t('designer.apply')}
                </Button>
              </ButtonGroup>
            </>
          )}
        </Dialog>
      )}
    </DialogContainer>
  )
}

function LinkForm({ href, onSave }: { href: string; onSave: (href: string) => void }) {
  const t = useText()
  const [address, setAddress] = useState(href)
  const [wasSent, setSent] = useState(false)
  const problem = addressProblem(address, 'link')
  return (
    <form
      id="designer-link"
      className={css.group}
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        setSent(true)
        if (problem === null) onSave(address.trim())
      }}
    >
      <AddressField
        label={t('designer.address')}
        kind="link"
        value={address}
        onChange={setAddress}
        autoFocus
        isStrict={wasSent}
      />
    </form>
  )
}

import { Button, ButtonGroup, Content, Dialog, Heading, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useText } from '../../../../text.ts'

interface Props {
  title: string
  name: string
  onDone: (name: string) => void
  onClose: () => void
}

export function SetNameDialog({ title, name: before, onDone, onClose }: Props) {
  const t = useText()
  const [name, setName] = useState(before)
  return (
    <Dialog size="S">
      <Heading slot="title">{title}</Heading>
      <Content>
        <form
          id="set-name"
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() !== '') onDone(name.trim())
          }}
        >
          <TextField
            label={t('simulate.set.name')}
            description={t('simulate.set.name.help')}
            value={name}
            onChange={setName}
            maxLength={200}
            isRequired
            autoFocus
            autoComplete="off"
            styles={style({ width: 'full' })}
          />
        </form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.cancel')}
        </Button>
        <Button variant="accent" type="submit" form="set-name" isDisabled={name.trim() === ''}>
          {t('common.save')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}

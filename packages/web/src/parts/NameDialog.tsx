import { Button, ButtonGroup, Content, Dialog, Form, Heading, TextField } from '@react-spectrum/s2'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useText } from '../text.ts'
import { ProblemNote } from './ProblemNote.tsx'

interface Props {
  title: string
  label: string
  description?: string | undefined
  /** The name to begin with. */
  name?: string | undefined
  /** Letters at most. */
  most: number
  /** The label of the button that goes on; "Save" when left out. */
  action?: string
  isPending: boolean
  problem: unknown
  onName: (name: string) => void
  onClose: () => void
  /** What else is asked. */
  children?: ReactNode
}

/** Asks for a name. */
export function NameDialog(props: Props) {
  const { title, label, description, most, action, isPending, problem, onName, onClose, children } = props
  const t = useText()
  const [name, setName] = useState(props.name ?? '')
  const isEmpty = name.trim() === ''
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (!isEmpty && !isPending) onName(name.trim())
  }
  return (
    <Dialog size="S">
      <Heading slot="title">{title}</Heading>
      <Content>
        <ProblemNote problem={problem} />
        <Form onSubmit={submit}>
          <TextField
            label={label}
            description={description}
            value={name}
            onChange={setName}
            maxLength={most}
            autoComplete="off"
            autoFocus
            isRequired
            necessityIndicator="label"
          />
          {children}
        </Form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.cancel')}
        </Button>
        <Button variant="accent" onPress={() => submit()} isPending={isPending} isDisabled={isEmpty}>
          {action ?? t('common.save')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}

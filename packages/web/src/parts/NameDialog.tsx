import { Button, Content, Dialog, Form, Heading, TextField } from '@react-spectrum/s2'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useText } from '../text.ts'
import { DialogButtons } from './DialogButtons.tsx'
import { ProblemNote } from './ProblemNote.tsx'

interface Props {
  title: string
  label: string
  description?: string | undefined
  /** The name to begin with. */
  name?: string | undefined
  /** Letters at most. */
  most: number
  /** What is wrong with a name, beside that there is none. */
  mistake?: (name: string) => string | undefined
  /** The label of the button that goes on; "Save" when left out. */
  action?: string
  /** Where a name is asked of the server. */
  isPending?: boolean
  problem?: unknown
  onName: (name: string) => void
  onClose: () => void
  /** What else is asked. */
  children?: ReactNode
}

/** Asks for a name. */
export function NameDialog(props: Props) {
  const {
    title,
    label,
    description,
    most,
    action,
    isPending = false,
    problem,
    onName,
    onClose,
    children,
  } = props
  const t = useText()
  const [name, setName] = useState(props.name ?? '')
  const mistake = props.mistake?.(name.trim())
  const isWrong = name.trim() === '' || mistake !== undefined
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (!isWrong && !isPending) onName(name.trim())
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
            isInvalid={mistake !== undefined}
            errorMessage={mistake}
            autoComplete="off"
            autoFocus
            isRequired
            necessityIndicator="label"
          />
          {children}
        </Form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" onPress={() => submit()} isPending={isPending} isDisabled={isWrong}>
          {action ?? t('common.save')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

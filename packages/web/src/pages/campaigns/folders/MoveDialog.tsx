import type { Folder } from '@chappe/core/folder/schema'
import { inOrder, pathTo } from '@chappe/core/folder/tree'
import { Button, Content, Dialog, Heading, Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'

interface Props {
  title: string
  folders: readonly Folder[]
  /** Where it is now. */
  from: string | null
  onMove: (to: string | null) => Promise<unknown>
  onClose: () => void
}

const outside = 'none'

/** Asks for the folder that something is put into. */
export function MoveDialog({ title, folders, from, onMove, onClose }: Props) {
  const t = useText()
  const [to, setTo] = useState(from ?? outside)
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<unknown>()

  const submit = async () => {
    setPending(true)
    setProblem(undefined)
    try {
      await onMove(to === outside ? null : to)
      onClose()
    } catch (error) {
      setProblem(error)
      setPending(false)
    }
  }
  const places = [
    { id: outside, label: t('folders.none') },
    ...inOrder(folders, t.locale).map(({ folder: { id } }) => ({
      id,
      label: pathTo(folders, id)
        .map(({ name }) => name)
        .join(' / '),
    })),
  ]

  return (
    <Dialog size="S">
      <Heading slot="title">{title}</Heading>
      <Content>
        <ProblemNote problem={problem} />
        <Picker
          label={t('folders.to')}
          items={places}
          value={to}
          onChange={(key) => key !== null && setTo(String(key))}
          styles={style({ width: 'full' })}
        >
          {({ id, label }) => (
            <PickerItem id={id} textValue={label}>
              {label}
            </PickerItem>
          )}
        </Picker>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" onPress={() => void submit()} isPending={isPending}>
          {t('folders.move.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

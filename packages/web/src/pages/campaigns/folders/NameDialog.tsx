import { createFolder, editFolder, listFolders } from '@chappe/core/api/folders'
import { type Folder, folderLimits } from '@chappe/core/folder/schema'
import { Button, ButtonGroup, Content, Dialog, Form, Heading, TextField } from '@react-spectrum/s2'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'
import { useSearchState } from '../useSearchState.ts'

type Props = { onClose: () => void } & ({ parentId: string | null } | { folder: Folder })

/** Names a folder: a new one, which is opened then, or one that is there. */
export function NameDialog({ onClose, ...of }: Props) {
  const t = useText()
  const { change } = useSearchState()
  const folder = 'folder' in of ? of.folder : undefined
  const [name, setName] = useState(folder?.name ?? '')
  const makesStale = [listFolders]
  const create = useAction(createFolder, { makesStale })
  const rename = useAction(editFolder, { makesStale })
  const { error, isPending } = folder ? rename : create

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (name.trim() === '' || isPending) return
    if (folder)
      rename.mutate(
        { params: { id: folder.id }, body: { revision: folder.revision, name } },
        { onSuccess: onClose },
      )
    else if ('parentId' in of)
      create.mutate(
        { body: { name, parentId: of.parentId } },
        {
          onSuccess: ({ id }) => {
            onClose()
            change({ folder: id })
          },
        },
      )
  }

  return (
    <Dialog size="S">
      <Heading slot="title">
        {folder ? t('folders.rename.title', { name: folder.name }) : t('folders.create')}
      </Heading>
      <Content>
        <ProblemNote problem={error} />
        <Form onSubmit={submit}>
          <TextField
            label={t('folders.name')}
            value={name}
            onChange={setName}
            maxLength={folderLimits.name}
            autoFocus
            isRequired
            necessityIndicator="label"
          />
        </Form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          variant="accent"
          onPress={() => submit()}
          isPending={isPending}
          isDisabled={name.trim() === ''}
        >
          {t(folder ? 'common.save' : 'folders.create.submit')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}

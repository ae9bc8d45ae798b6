import { createUpload, listUploads } from '@chappe/core/api/suppressions'
import type { UploadList } from '@chappe/core/suppression/schema'
import {
  ActionButton,
  Button,
  Content,
  Dialog,
  FileTrigger,
  Heading,
  Radio,
  RadioGroup,
  Text,
} from '@react-spectrum/s2'
import Download from '@react-spectrum/s2/icons/Download'
import FileIcon from '@react-spectrum/s2/icons/File'
import { useState } from 'react'
import { useAction } from '../../../data.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { download } from '../../../parts/download.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import { exampleFile, type ReadFile, textOf } from './file.ts'

interface Props {
  list: UploadList
  onDone: () => void
  onClose: () => void
}

/** Sends a CSV file to one of the lists; it is read in the background. */
export function UploadDialog({ list: chosen, onDone, onClose }: Props) {
  const t = useText()
  const create = useAction(createUpload, { makesStale: [listUploads] })
  const [list, setList] = useState(chosen)
  const [file, setFile] = useState<{ name: string; read: ReadFile }>()
  const text = file && 'text' in file.read ? file.read.text : undefined
  const problem = file && 'problem' in file.read ? file.read.problem : undefined

  const submit = () => {
    if (!file || text === undefined) return
    create.mutate(
      { body: { list, filename: file.name.slice(-200), text } },
      {
        onSuccess: ({ filename }) => {
          notify.info(t('admin.uploads.taken', { filename }))
          onDone()
        },
      },
    )
  }
  return (
    <Dialog size="M">
      <Heading slot="title">{t('admin.uploads.title')}</Heading>
      <Content>
        <div className="admin-stack">
          <ProblemNote problem={create.error} />
          <RadioGroup
            label={t('admin.uploads.list')}
            orientation="horizontal"
            value={list}
            onChange={(value) => setList(value === 'allowed' ? 'allowed' : 'suppression')}
          >
            <Radio value="suppression">{t('admin.uploads.list.suppression')}</Radio>
            <Radio value="allowed">{t('admin.uploads.list.allowed')}</Radio>
          </RadioGroup>
          <p className="admin-hint">{t('admin.uploads.help')}</p>
          <div className="lists-file">
            <FileTrigger
              acceptedFileTypes={['.csv', '.txt', 'text/csv', 'text/plain']}
              onSelect={async (files) => {
                const given = files?.[0]
                if (!given) return
                const read: ReadFile =
                  given.size > 4_000_000
                    ? { problem: 'tooLarge' }
                    : textOf(new Uint8Array(await given.arrayBuffer()))
                setFile({ name: given.name, read })
              }}
            >
              <ActionButton autoFocus>
                <FileIcon />
                <Text>{t('admin.uploads.choose')}</Text>
              </ActionButton>
            </FileTrigger>
            <span role="status">{file?.name ?? t('admin.uploads.none')}</span>
          </div>
          {problem && (
            <p role="alert" className="admin-wrong">
              {t(`admin.uploads.${problem}`)}
            </p>
          )}
          <div>
            <ActionButton
              isQuiet
              onPress={() => download('example.csv', 'text/csv;charset=utf-8', exampleFile)}
            >
              <Download />
              <Text>{t('admin.uploads.template')}</Text>
            </ActionButton>
          </div>
        </div>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="accent"
          isDisabled={text === undefined}
          isPending={create.isPending}
          onPress={submit}
        >
          {t('admin.uploads.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

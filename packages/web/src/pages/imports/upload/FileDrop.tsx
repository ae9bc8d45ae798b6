import { ActionButton, DropZone, FileTrigger } from '@react-spectrum/s2'
import UploadToCloud from '@react-spectrum/s2/icons/UploadToCloud'
import { useText } from '../../../text.ts'
import list from '../../audiences/list/list.module.css'

interface Props {
  title: string
  help: string
  onFile: (file: File) => void
}

/** A place to drop a file on, with a button for those who choose one. */
export function FileDrop({ title, help, onFile }: Props) {
  const t = useText()
  return (
    <DropZone
      onDrop={async ({ items }) => {
        const item = items.find((one) => one.kind === 'file')
        if (item?.kind === 'file') onFile(await item.getFile())
      }}
      UNSAFE_className={list.drop ?? ''}
    >
      <div className={list.nothing}>
        <UploadToCloud />
        <strong>{title}</strong>
        <span>{help}</span>
        <FileTrigger
          acceptedFileTypes={['.csv', '.tsv', '.txt', '.ndjson', '.jsonl', 'text/csv', 'text/plain']}
          onSelect={(files) => {
            const chosen = files?.[0]
            if (chosen) onFile(chosen)
          }}
        >
          <ActionButton>{t('imports.choose')}</ActionButton>
        </FileTrigger>
      </div>
    </DropZone>
  )
}

import { createFolder, editFolder, listFolders } from '@chappe/core/api/folders'
import { type Folder, folderLimits } from '@chappe/core/folder/schema'
import { useAction } from '../../../data.ts'
import { NameDialog } from '../../../parts/NameDialog.tsx'
import { useText } from '../../../text.ts'
import { useSearchState } from '../useSearchState.ts'

const stale = { makesStale: [listFolders] }

/** Names a new folder, which is opened then. */
export function CreateFolderDialog({ parentId, onClose }: { parentId: string | null; onClose: () => void }) {
  const t = useText()
  const { change } = useSearchState()
  const create = useAction(createFolder, stale)
  const open = ({ id }: Folder) => {
    onClose()
    change({ folder: id })
  }
  return (
    <NameDialog
      title={t('folders.create')}
      label={t('folders.name')}
      most={folderLimits.name}
      action={t('folders.create.submit')}
      isPending={create.isPending}
      problem={create.error}
      onName={(name) => create.mutate({ body: { name, parentId } }, { onSuccess: open })}
      onClose={onClose}
    />
  )
}

/** Names a folder that is there. */
export function RenameFolderDialog({ folder, onClose }: { folder: Folder; onClose: () => void }) {
  const t = useText()
  const rename = useAction(editFolder, stale)
  const { id, revision } = folder
  return (
    <NameDialog
      title={t('folders.rename.title', { name: folder.name })}
      label={t('folders.name')}
      name={folder.name}
      most={folderLimits.name}
      isPending={rename.isPending}
      problem={rename.error}
      onName={(name) => rename.mutate({ params: { id }, body: { revision, name } }, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}

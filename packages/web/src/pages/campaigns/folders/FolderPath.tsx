import { deleteFolder, editFolder, listFolders } from '@chappe/core/api/folders'
import type { Folder } from '@chappe/core/folder/schema'
import { pathTo } from '@chappe/core/folder/tree'
import { ActionMenu, MenuItem, Text } from '@react-spectrum/s2'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import FolderAdd from '@react-spectrum/s2/icons/FolderAdd'
import FolderMoveTo from '@react-spectrum/s2/icons/FolderMoveTo'
import { Link } from '@tanstack/react-router'
import { call } from '../../../api.ts'
import { queryClient } from '../../../data.ts'
import { useConfirm } from '../../../parts/Confirm.tsx'
import { complain } from '../../../parts/complain.ts'
import { notify } from '../../../parts/toast.ts'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { useSearchState } from '../useSearchState.ts'
import { exactly } from './FolderRail.tsx'

export type FolderTask = { do: 'create'; parentId: string | null } | { do: 'rename' | 'move'; folder: Folder }

interface Props {
  folders: readonly Folder[]
  folder: Folder
  onTask: (task: FolderTask) => void
}

/** Where one is in the tree of folders, and what can be done to the folder. */
export function FolderPath({ folders, folder, onTask }: Props) {
  const t = useText()
  const confirm = useConfirm()
  const { search, change } = useSearchState()
  const mayWrite = useMay('campaigns:write')
  const path = pathTo(folders, folder.id)
  const around = path.at(-2)

  const remove = async () => {
    const inside = folders.filter(({ parentId }) => parentId === folder.id).length
    const yes = await confirm({
      title: t('folders.delete.title', { name: folder.name }),
      body:
        inside + folder.holds === 0
          ? t('folders.delete.empty')
          : t('folders.delete.body', {
              folders: inside,
              campaigns: folder.holds,
              to: around?.name ?? t('folders.all'),
            }),
      action: t('folders.delete'),
      tone: 'destructive',
    })
    if (!yes) return
    try {
      await call(deleteFolder, { params: { id: folder.id }, query: { content: 'move_up' } })
      change({ folder: around?.id }, true)
      notify.positive(t('folders.deleted', { name: folder.name }))
    } catch (error) {
      complain(t, error)
    }
    await queryClient.invalidateQueries()
  }

  return (
    <nav className="folder-path" aria-label={t('folders.path')}>
      <ol>
        <li>
          <Link
            to="/campaigns"
            search={{ ...search, folder: undefined, create: undefined }}
            activeOptions={exactly}
          >
            {t('folders.all')}
          </Link>
        </li>
        {path.map(({ id, name }) => (
          <li key={id}>
            {id === folder.id ? (
              <span aria-current="page">{name}</span>
            ) : (
              <Link
                to="/campaigns"
                search={{ ...search, folder: id, create: undefined }}
                activeOptions={exactly}
              >
                {name}
              </Link>
            )}
          </li>
        ))}
      </ol>
      {mayWrite && (
        <ActionMenu
          isQuiet
          size="S"
          aria-label={t('folders.actions', { name: folder.name })}
          onAction={(key) => {
            if (key === 'delete') void remove()
            else if (key === 'create') onTask({ do: 'create', parentId: folder.id })
            else onTask({ do: key as 'rename' | 'move', folder })
          }}
        >
          <MenuItem id="create" textValue={t('folders.createIn')}>
            <FolderAdd />
            <Text slot="label">{t('folders.createIn')}</Text>
          </MenuItem>
          <MenuItem id="rename" textValue={t('folders.rename')}>
            <Edit />
            <Text slot="label">{t('folders.rename')}</Text>
          </MenuItem>
          <MenuItem id="move" textValue={t('folders.move')}>
            <FolderMoveTo />
            <Text slot="label">{t('folders.move')}</Text>
          </MenuItem>
          <MenuItem id="delete" textValue={t('folders.delete')}>
            <Delete />
            <Text slot="label">{t('folders.delete')}</Text>
          </MenuItem>
        </ActionMenu>
      )}
    </nav>
  )
}

/** Puts a folder somewhere else. Throws what the server refuses. */
export const moveFolder = async ({ id, revision }: Folder, parentId: string | null) => {
  await call(editFolder, { params: { id }, body: { revision, parentId } })
  await queryClient.invalidateQueries({ queryKey: [listFolders.id] })
}

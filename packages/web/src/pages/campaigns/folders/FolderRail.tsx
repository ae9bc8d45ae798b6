import './folders.css'
import type { Folder as OneFolder } from '@chappe/core/folder/schema'
import { inOrder } from '@chappe/core/folder/tree'
import { ActionButton, Text } from '@react-spectrum/s2'
import Folder from '@react-spectrum/s2/icons/Folder'
import FolderAdd from '@react-spectrum/s2/icons/FolderAdd'
import FolderOpen from '@react-spectrum/s2/icons/FolderOpen'
import { Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { useMay } from '../../../session.ts'
import { useText } from '../../../text.ts'
import { useSearchState } from '../useSearchState.ts'

/** Without a folder is another place than in one. */
export const exactly = { exact: true, includeSearch: true, explicitUndefined: true } as const

interface Props {
  folders: readonly OneFolder[]
  onCreate: () => void
}

/** The tree of folders beside the inventory; each leads to what is in it and in those within. */
export function FolderRail({ folders, onCreate }: Props) {
  const t = useText()
  const { search } = useSearchState()
  const mayWrite = useMay('campaigns:write')
  const entries = [
    { id: undefined, name: t('folders.all'), level: 1 },
    ...inOrder(folders, t.locale).map(({ folder: { id, name }, level }) => ({ id, name, level })),
    { id: 'none' as const, name: t('folders.none'), level: 1 },
  ]
  return (
    <nav className="folders" aria-label={t('folders.title')}>
      <ul>
        {entries.map(({ id, name, level }) => {
          const isHere = search.folder === id
          const Icon = isHere ? FolderOpen : Folder
          return (
            <li key={id ?? 'all'} style={{ '--level': level } as CSSProperties}>
              <Link
                to="/campaigns"
                search={{ ...search, folder: id, create: undefined }}
                aria-current={isHere ? 'page' : undefined}
                activeOptions={exactly}
                title={name}
              >
                <Icon />
                <span>{name}</span>
              </Link>
            </li>
          )
        })}
      </ul>
      {mayWrite && (
        <ActionButton isQuiet size="S" onPress={onCreate}>
          <FolderAdd />
          <Text>{t('folders.create')}</Text>
        </ActionButton>
      )}
    </nav>
  )
}

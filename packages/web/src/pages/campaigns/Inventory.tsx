import './inventory.css'
import { listCampaigns } from '@chappe/core/api/campaigns'
import type { Campaign } from '@chappe/core/campaign/schema'
import { campaignSorts } from '@chappe/core/campaign/view'
import { within } from '@chappe/core/folder/tree'
import { ActionButton, Text } from '@react-spectrum/s2'
import FolderAdd from '@react-spectrum/s2/icons/FolderAdd'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useEndpointPages } from '../../data.ts'
import { complain } from '../../parts/complain.ts'
import { DialogContainer } from '../../parts/DialogContainer.tsx'
import { deviceTimeZone } from '../../parts/dates.ts'
import { ColumnChooser } from '../../parts/grid/ColumnChooser.tsx'
import type { Sort } from '../../parts/grid/column.ts'
import { DataGrid } from '../../parts/grid/DataGrid.tsx'
import { Loading } from '../../parts/Loading.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { changePreferences, useMay, useSession } from '../../session.ts'
import { useText } from '../../text.ts'
import { BulkBar } from './bulk/BulkBar.tsx'
import { ResultDialog } from './bulk/ResultDialog.tsx'
import { useBulk, type Which } from './bulk/useBulk.tsx'
import { Chips } from './Chips.tsx'
import { columnIds, shownColumns } from './column-choice.ts'
import { columnsOf } from './columns.tsx'
import { Filters } from './Filters.tsx'
import { filterFrom, queryFrom, withoutAny } from './filters.ts'
import { CreateFolderDialog, RenameFolderDialog } from './folders/FolderDialog.tsx'
import { FolderPath, type FolderTask, moveFolder } from './folders/FolderPath.tsx'
import { FolderRail } from './folders/FolderRail.tsx'
import { MoveDialog } from './folders/MoveDialog.tsx'
import { useFolders } from './folders/useFolders.ts'
import { NothingFound } from './NothingFound.tsx'
import { TagsDialog } from './TagsDialog.tsx'
import { useRowMenu } from './useRowMenu.tsx'
import { useSearchState } from './useSearchState.ts'
import { ViewsMenu } from './views/ViewsMenu.tsx'

type Kind = 'action' | 'api_triggered'
type Task =
  | FolderTask
  | { do: 'tag'; campaign: Campaign }
  | { do: 'move one'; campaign: Campaign }
  | { do: 'move many' }

const keyOf = ({ id }: Campaign) => id
const nameOf = ({ name }: Campaign) => name
const nobody: ReadonlySet<string> = new Set()

/** The campaigns of a kind: filtered, sorted and counted by the server, drawn as far as one scrolls. */
export function Inventory({ kind, onCreate }: { kind: Kind; onCreate: () => void }) {
  const t = useText()
  const { search, change, become } = useSearchState()
  const { preferences } = useSession()
  const mayWrite = useMay('campaigns:write')
  const folders = useFolders()
  const [task, setTask] = useState<Task | null>(null)
  const [ticked, setTicked] = useState(nobody)
  const [everything, setEverything] = useState(false)
  const select = useCallback((keys: ReadonlySet<string>) => {
    setTicked(keys)
    setEverything(false)
  }, [])
  const clear = useCallback(() => select(nobody), [select])
  const bulk = useBulk(
    useCallback((which: Which) => {
      // What was ticked since then stays.
      setTicked((now) => new Set('ids' in which ? [...now].filter((id) => !which.ids.includes(id)) : []))
      setEverything(false)
    }, []),
  )
  const menuOf = useRowMenu(
    useCallback((campaign) => setTask({ do: 'tag', campaign }), []),
    useCallback((campaign) => setTask({ do: 'move one', campaign }), []),
  )

  const chosen = preferences.columns
  const columns = useMemo(() => columnsOf(t, shownColumns(chosen), folders), [t, chosen, folders])
  const sort: Sort = { by: search.sort ?? 'modifiedAt', order: search.order ?? 'desc' }
  const query = queryFrom(search, kind, deviceTimeZone())
  const list = useEndpointPages(listCampaigns, { query })
  const { fetchNextPage, isFetching } = list
  const onNearEnd = useCallback(() => {
    if (!isFetching) void fetchNextPage()
  }, [fetchNextPage, isFetching])
  // Who is not listed any more is not meant any more either.
  const asked = JSON.stringify(query)
  useEffect(clear, [asked])
  const { items } = list
  const selected = useMemo(() => {
    const listed = items.filter(({ id }) => ticked.has(id))
    return listed.length === ticked.size ? ticked : new Set(listed.map(keyOf))
  }, [items, ticked])

  const folder = folders.find(({ id }) => id === search.folder)
  const which: Which = everything ? { filter: filterFrom(query) } : { ids: [...selected] }
  const count = everything ? list.total : selected.size

  return (
    <div className="inventory">
      <Filters />
      <Chips>
        <span className="inventory-total" role="status">
          {list.isSuccess && t('inventory.total', { count: list.total })}
        </span>
        {mayWrite && folders.length === 0 && (
          <ActionButton onPress={() => setTask({ do: 'create', parentId: null })}>
            <FolderAdd />
            <Text>{t('folders.create')}</Text>
          </ActionButton>
        )}
        <ViewsMenu kind={kind} columns={columns.map(({ id }) => id)} />
        <ColumnChooser
          columns={columnIds.slice(1).map((id) => ({ id, label: t(`inventory.column.${id}`) }))}
          shown={columns.map(({ id }) => id).slice(1)}
          onShown={(ids) =>
            changePreferences({ columns: ['name', ...ids] }).catch((error) => complain(t, error))
          }
        />
      </Chips>
      <div className="inventory-body">
        {folders.length > 0 && (
          <FolderRail
            folders={folders}
            onCreate={() => setTask({ do: 'create', parentId: folder?.id ?? null })}
          />
        )}
        <div className="inventory-list">
          {folder && <FolderPath folders={folders} folder={folder} onTask={setTask} />}
          {count > 0 && (
            <BulkBar
              campaigns={list.items.filter(({ id }) => selected.has(id))}
              count={count}
              // How many match another filter is not how many match this one.
              total={list.isPlaceholderData ? 0 : list.total}
              isEverything={everything}
              running={bulk.running}
              onEverything={() => setEverything(true)}
              onClear={clear}
              onGive={(command) => void bulk.run(command, which)}
              onMove={() => setTask({ do: 'move many' })}
            />
          )}
          <ProblemNote problem={list.error} />
          {list.isPending && <Loading lines={8} />}
          {list.isSuccess && list.total === 0 && (
            <NothingFound
              kind={kind}
              place={search.folder}
              folder={folder}
              onCreate={onCreate}
              onClear={() => become(withoutAny(search))}
              onLeave={() => change({ folder: undefined })}
            />
          )}
          {list.isSuccess && list.total > 0 && (
            <DataGrid
              label={t('nav.campaigns')}
              columns={columns}
              items={list.items}
              total={list.total}
              keyOf={keyOf}
              nameOf={nameOf}
              sort={sort}
              onSort={({ by, order }) => {
                const known = campaignSorts.find((one) => one === by)
                if (known) change({ sort: known, order }, true)
              }}
              menuOf={menuOf}
              onNearEnd={onNearEnd}
              isBusy={list.isFetching}
              {...(mayWrite && { selected, onSelected: select })}
            />
          )}
        </div>
      </div>
      <DialogContainer onDismiss={() => setTask(null)}>{task && dialogOf(task)}</DialogContainer>
      <DialogContainer onDismiss={bulk.close}>
        {bulk.finished && <ResultDialog {...bulk.finished} onClose={bulk.close} />}
      </DialogContainer>
    </div>
  )

  function dialogOf(now: Task) {
    // What is opened after it stays open.
    const onClose = () => setTask((open) => (open === now ? null : open))
    const moving = (
      title: string,
      from: string | null,
      onMove: (to: string | null) => Promise<unknown>,
      places = folders,
    ) => <MoveDialog {...{ title, from, onMove, onClose }} folders={places} />
    switch (now.do) {
      case 'tag':
        return <TagsDialog campaign={now.campaign} onClose={onClose} />
      case 'create':
        return <CreateFolderDialog parentId={now.parentId} onClose={onClose} />
      case 'rename':
        return <RenameFolderDialog folder={now.folder} onClose={onClose} />
      case 'move': {
        const { id, name, parentId } = now.folder
        // Not into itself, nor into what is in it.
        const inside = within(folders, id)
        return moving(
          t('folders.move.title', { name }),
          parentId,
          (to) => moveFolder(now.folder, to),
          folders.filter((one) => !inside.includes(one.id)),
        )
      }
      case 'move one': {
        const { id, name, folderId } = now.campaign
        return moving(t('folders.move.title', { name }), folderId, (to) =>
          bulk.run({ command: 'move', folderId: to }, { ids: [id] }),
        )
      }
      case 'move many':
        return moving(t('bulk.move.title', { count }), folder?.id ?? null, (to) =>
          bulk.run({ command: 'move', folderId: to }, which),
        )
    }
  }
}

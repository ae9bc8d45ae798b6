import { createView, listViews, saveView } from '@chappe/core/api/inventory'
import type { CampaignKind } from '@chappe/core/campaign/schema'
import { type SavedView, type ViewState, viewLimits } from '@chappe/core/campaign/view'
import { Checkbox } from '@react-spectrum/s2'
import { useState } from 'react'
import { useAction } from '../../../data.ts'
import { NameDialog } from '../../../parts/NameDialog.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'

interface Props {
  kind: CampaignKind
  /** What a new view shows. */
  state: ViewState
  /** The one that is renamed or shared; undefined: a new one. */
  view: SavedView | undefined
  onClose: () => void
  onCreated: (view: SavedView) => void
}

/** Names a view, and says whether everybody of the sandbox has it. */
export function ViewDialog({ kind, state, view, onClose, onCreated }: Props) {
  const t = useText()
  const [shared, setShared] = useState(view?.shared ?? false)
  const makesStale = [listViews]
  const create = useAction(createView, { makesStale })
  const save = useAction(saveView, { makesStale })
  const { error, isPending } = view ? save : create

  const onSuccess = (saved: SavedView) => {
    onClose()
    if (!view) onCreated(saved)
    notify.positive(t('views.saved', { name: saved.name }))
  }
  const onName = (name: string) => {
    if (view)
      save.mutate({ params: { id: view.id }, body: { revision: view.revision, name, shared } }, { onSuccess })
    else create.mutate({ body: { kind, name, shared, state } }, { onSuccess })
  }

  return (
    <NameDialog
      title={t(view ? 'views.edit' : 'views.new')}
      label={t('views.name')}
      description={view ? undefined : t('views.new.help')}
      name={view?.name}
      most={viewLimits.name}
      isPending={isPending}
      problem={error}
      onName={onName}
      onClose={onClose}
    >
      <Checkbox isSelected={shared} onChange={setShared}>
        {t('views.share')}
      </Checkbox>
    </NameDialog>
  )
}

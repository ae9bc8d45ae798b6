import { createView, listViews, saveView } from '@chappe/core/api/inventory'
import type { CampaignKind } from '@chappe/core/campaign/schema'
import { type SavedView, type ViewState, viewLimits } from '@chappe/core/campaign/view'
import { Button, ButtonGroup, Checkbox, Content, Dialog, Form, Heading, TextField } from '@react-spectrum/s2'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
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
  const [name, setName] = useState(view?.name ?? '')
  const [shared, setShared] = useState(view?.shared ?? false)
  const makesStale = [listViews]
  const create = useAction(createView, { makesStale })
  const save = useAction(saveView, { makesStale })
  const { error, isPending } = view ? save : create

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (name.trim() === '' || isPending) return
    const onSuccess = (saved: SavedView) => {
      onClose()
      if (!view) onCreated(saved)
      notify.positive(t('views.saved', { name: saved.name }))
    }
    if (view)
      save.mutate({ params: { id: view.id }, body: { revision: view.revision, name, shared } }, { onSuccess })
    else create.mutate({ body: { kind, name, shared, state } }, { onSuccess })
  }

  return (
    <Dialog size="S">
      <Heading slot="title">{t(view ? 'views.edit' : 'views.new')}</Heading>
      <Content>
        <ProblemNote problem={error} />
        <Form onSubmit={submit}>
          <TextField
            label={t('views.name')}
            description={view ? undefined : t('views.new.help')}
            value={name}
            onChange={setName}
            maxLength={viewLimits.name}
            autoFocus
            isRequired
            necessityIndicator="label"
          />
          <Checkbox isSelected={shared} onChange={setShared}>
            {t('views.share')}
          </Checkbox>
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
          {t('common.save')}
        </Button>
      </ButtonGroup>
    </Dialog>
  )
}

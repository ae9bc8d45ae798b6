import { deleteSampleSet, listSampleSets, saveSampleSet } from '@chappe/core/api/simulations'
import type { SampleSet } from '@chappe/core/simulation/schema'
import { ActionMenu, Button, MenuItem, Picker, PickerItem, Text } from '@react-spectrum/s2'
import Delete from '@react-spectrum/s2/icons/Delete'
import Edit from '@react-spectrum/s2/icons/Edit'
import LinkIcon from '@react-spectrum/s2/icons/Link'
import SaveFloppy from '@react-spectrum/s2/icons/SaveFloppy'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useAction, useEndpoint } from '../../../../data.ts'
import { useConfirm } from '../../../../parts/Confirm.tsx'
import { copyText } from '../../../../parts/copy.ts'
import { DialogContainer } from '../../../../parts/DialogContainer.tsx'
import { tell } from '../../../../parts/tell.ts'
import { notify } from '../../../../parts/toast.ts'
import { useMay } from '../../../../session.ts'
import { useText } from '../../../../text.ts'
import type { People } from '../usePeople.ts'
import { isSameAs, samplesOf } from './person.ts'
import { KeepSetDialog, RenameSetDialog } from './SetDialog.tsx'

const route = getRouteApi('/app/campaigns/$id/simulate')

/** The sets of samples kept with the campaign: to open, keep, rename, share and delete. */
export function Sets({ campaignId, people }: { campaignId: string; people: People }) {
  const t = useText()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const mayWrite = useMay('campaigns:write')
  const { set: openId } = route.useSearch()
  const sets = useEndpoint(listSampleSets, { params: { id: campaignId } })
  const [naming, setNaming] = useState<'new' | 'rename' | null>(null)
  const makesStale = [listSampleSets]
  const save = useAction(saveSampleSet, { makesStale })
  const remove = useAction(deleteSampleSet, { makesStale })
  const items = sets.data?.items ?? []
  const current = items.find(({ id }) => id === openId)

  const go = (set: string | undefined) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, set }),
      replace: true,
      resetScroll: false,
    })
  const failed = (error: unknown) => {
    const { title, detail } = tell(t, error)
    notify.negative([title, detail].filter(Boolean).join(' – '))
  }

  // A link to a set opens it; afterwards the people on the page are one's own to change.
  const opened = useRef<string>(undefined)
  const { replace } = people
  useEffect(() => {
    if (!current || opened.current === current.id) return
    opened.current = current.id
    replace(current.samples)
  }, [current, replace])

  const isChanged = current !== undefined && !isSameAs(people.list, current.samples)
  const params = (set: SampleSet) => ({ id: campaignId, setId: set.id })
  const saved = ({ name }: SampleSet) => notify.positive(t('simulate.set.saved', { name }))
  const keep = (set: SampleSet) => {
    const { name, revision } = set
    const body = { name, samples: samplesOf(people.list), revision }
    save.mutate({ params: params(set), body }, { onSuccess: saved, onError: failed })
  }
  const acts: Record<string, () => void> = {
    new: () => setNaming('new'),
    rename: () => setNaming('rename'),
    share: async () => {
      const done =
        current && (await copyText(`${location.origin}/campaigns/${campaignId}/simulate?set=${current.id}`))
      if (done) notify.positive(t('simulate.set.shared'))
      else notify.negative(t('common.copy.failed'))
    },
    delete: async () => {
      if (!current) return
      const { name } = current
      const sure = await confirm({
        title: t('simulate.set.delete.title', { name }),
        body: t('simulate.set.delete.body'),
        action: t('common.delete'),
        tone: 'destructive',
      })
      if (!sure) return
      remove.mutate(
        { params: params(current) },
        {
          onSuccess: () => {
            go(undefined)
            notify.positive(t('simulate.set.deleted', { name }))
          },
          onError: failed,
        },
      )
    },
  }

  return (
    <>
      {items.length > 0 && (
        <Picker
          aria-label={t('simulate.set')}
          placeholder={t('simulate.set.none')}
          value={current?.id ?? null}
          onChange={(key) => {
            opened.current = undefined
            go(key === null ? undefined : String(key))
          }}
          styles={style({ width: 208 })}
        >
          {items.map(({ id, name }) => (
            <PickerItem key={id} id={id}>
              {name}
            </PickerItem>
          ))}
        </Picker>
      )}
      {mayWrite && isChanged && (
        <Button variant="secondary" isPending={save.isPending} onPress={() => keep(current)}>
          {t('simulate.set.save')}
        </Button>
      )}
      {(current || (mayWrite && people.list.length > 0)) && (
        <ActionMenu aria-label={t('simulate.set.actions')} onAction={(key) => acts[String(key)]?.()}>
          {mayWrite && people.list.length > 0 && (
            <MenuItem id="new" textValue={t('simulate.set.new')}>
              <SaveFloppy />
              <Text slot="label">{t('simulate.set.new')}</Text>
            </MenuItem>
          )}
          {current && (
            <MenuItem id="share" textValue={t('simulate.set.share')}>
              <LinkIcon />
              <Text slot="label">{t('simulate.set.share')}</Text>
            </MenuItem>
          )}
          {mayWrite && current && (
            <MenuItem id="rename" textValue={t('simulate.set.rename')}>
              <Edit />
              <Text slot="label">{t('simulate.set.rename')}</Text>
            </MenuItem>
          )}
          {mayWrite && current && (
            <MenuItem id="delete" textValue={t('simulate.set.delete')}>
              <Delete />
              <Text slot="label">{t('simulate.set.delete')}</Text>
            </MenuItem>
          )}
        </ActionMenu>
      )}
      <DialogContainer onDismiss={() => setNaming(null)}>
        {naming === 'new' && (
          <KeepSetDialog
            campaignId={campaignId}
            samples={samplesOf(people.list)}
            onDone={(made) => {
              setNaming(null)
              opened.current = made.id
              go(made.id)
              saved(made)
            }}
            onClose={() => setNaming(null)}
          />
        )}
        {naming === 'rename' && current && (
          <RenameSetDialog
            campaignId={campaignId}
            set={current}
            onDone={(renamed) => {
              setNaming(null)
              saved(renamed)
            }}
            onClose={() => setNaming(null)}
          />
        )}
      </DialogContainer>
    </>
  )
}

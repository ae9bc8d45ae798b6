import { exportProfile, type ProfileDetail } from '@chappe/core/api/profiles'
import Delete from '@react-spectrum/s2/icons/Delete'
import Download from '@react-spectrum/s2/icons/Download'
import UserAdd from '@react-spectrum/s2/icons/UserAdd'
import { useState } from 'react'
import { call } from '../../../api.ts'
import { DialogContainer } from '../../../parts/DialogContainer.tsx'
import { download } from '../../../parts/download.ts'
import type { MenuEntry } from '../../../parts/grid/RowMenu.tsx'
import { tell } from '../../../parts/tell.ts'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import { CardMenu } from '../../templates/useTemplateMenu.tsx'
import { called } from '../columns.tsx'
import { EraseDialog } from './EraseDialog.tsx'
import { MergeDialog } from './MergeDialog.tsx'

interface Props {
  profile: ProfileDetail
  mayWrite: boolean
}

/** What is done with a person as a whole. */
export function ProfileActions({ profile, mayWrite }: Props) {
  const t = useText()
  const [open, setOpen] = useState<'merge' | 'erase'>()
  const close = () => setOpen(undefined)
  const { id } = profile
  const keep = async () => {
    try {
      const everything = await call(exportProfile, { params: { id } })
      download(
        `${t('profiles.export.file')}-${id}.json`,
        'application/json',
        JSON.stringify(everything, null, 2),
      )
      notify.positive(t('profiles.export.done'))
    } catch (error) {
      notify.negative(tell(t, error).title)
    }
  }
  const entries: MenuEntry[] = [
    { id: 'export', label: t('profiles.export'), icon: Download, run: () => void keep() },
    ...(mayWrite
      ? [
          { id: 'merge', label: t('profiles.merge'), icon: UserAdd, run: () => setOpen('merge') },
          { id: 'erase', label: t('profiles.erase'), icon: Delete, run: () => setOpen('erase') },
        ]
      : []),
  ]
  return (
    <>
      <CardMenu name={called(t, profile)} entries={entries} />
      <DialogContainer onDismiss={close}>
        {open === 'merge' ? (
          <MergeDialog profile={profile} onClose={close} />
        ) : open === 'erase' ? (
          <EraseDialog profile={profile} onClose={close} />
        ) : null}
      </DialogContainer>
    </>
  )
}

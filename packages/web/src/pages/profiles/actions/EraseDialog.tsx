import { eraseProfile, type ProfileDetail } from '@chappe/core/api/profiles'
import { bestIdentity } from '@chappe/core/profile/name'
import { Button, Content, Dialog, Heading, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../../../api.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { useText } from '../../../text.ts'
import { called } from '../columns.tsx'
import css from '../profiles.module.css'

interface Props {
  profile: ProfileDetail
  onClose: () => void
}

/** Says what is lost for good, and asks to type who it is about. */
export function EraseDialog({ profile, onClose }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const word = bestIdentity(profile.identities)?.value ?? profile.id
  const isMeant = typed.trim().toLowerCase() === word.toLowerCase()
  const erase = useMutation({
    mutationFn: () => call(eraseProfile, { params: { id: profile.id } }),
    onSuccess: async () => {
      // Away from the page first: what it shows is gone.
      await navigate({ to: '/profiles', search: {} })
      notify.positive(t('profiles.erase.done'))
      await client.invalidateQueries()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isMeant && !erase.isPending) erase.mutate()
  }
  return (
    <Dialog size="M" role="alertdialog">
      <Heading slot="title">{t('profiles.erase.title', { name: called(t, profile) })}</Heading>
      <Content>
        <form id="erase" className={css.form} onSubmit={submit} noValidate>
          <ProblemNote problem={erase.error} />
          <ul className={css.summary}>
            <li>{t('profiles.erase.goes')}</li>
            <li>{t('profiles.erase.unsent')}</li>
            <li>{t('profiles.erase.stays')}</li>
            <li>{t('profiles.erase.forGood')}</li>
          </ul>
          <TextField
            label={t('profiles.erase.type', { word })}
            value={typed}
            onChange={setTyped}
            autoComplete="off"
            autoFocus
            styles={style({ width: 'full' })}
          />
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="negative"
          type="submit"
          form="erase"
          isDisabled={!isMeant}
          isPending={erase.isPending}
        >
          {t('profiles.erase.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

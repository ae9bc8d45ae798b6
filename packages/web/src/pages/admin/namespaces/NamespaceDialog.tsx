import { createNamespace, listNamespaces, renameNamespace } from '@chappe/core/api/namespaces'
import {
  type IdentityNamespace,
  NamespaceKey,
  type NamespaceKind,
  namespaceKinds,
} from '@chappe/core/profile/namespaces'
import { Button, Content, Dialog, Heading, Picker, PickerItem, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import { useAction } from '../../../data.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { notify } from '../../../parts/toast.ts'
import { ApiProblem } from '../../../problem.ts'
import { useText } from '../../../text.ts'
import css from '../../profiles/profiles.module.css'

interface Props {
  /** The namespace to rename; without one, a new one. */
  namespace: IdentityNamespace | undefined
  onClose: () => void
}

const full = style({ width: 'full' })

/** Declares a kind of identity; its key and what its values are stay as they are from then on. */
export function NamespaceDialog({ namespace, onClose }: Props) {
  const t = useText()
  const makesStale = [listNamespaces]
  const create = useAction(createNamespace, { makesStale })
  const rename = useAction(renameNamespace, { makesStale })
  const [name, setName] = useState(namespace?.name ?? '')
  const [key, setKey] = useState('')
  const [kind, setKind] = useState<NamespaceKind>('id')
  const [asked, setAsked] = useState(false)
  const problem = create.error ?? rename.error
  const isTaken = problem instanceof ApiProblem && problem.type === 'namespace/taken'
  const isKeyWrong = namespace === undefined && !NamespaceKey.safeParse(key).success
  const isNameMissing = name.trim() === ''

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (isNameMissing || isKeyWrong) return
    const done = {
      onSuccess: () => {
        notify.positive(t('namespaces.saved', { name: name.trim() }))
        onClose()
      },
    }
    if (namespace) rename.mutate({ params: { key: namespace.key }, body: { name: name.trim() } }, done)
    else create.mutate({ body: { key, name: name.trim(), kind } }, done)
  }
  return (
    <Dialog size="M">
      <Heading slot="title">
        {namespace ? t('namespaces.rename.title', { name: namespace.name }) : t('namespaces.create')}
      </Heading>
      <Content>
        <form id="namespace" className={css.form} onSubmit={submit} noValidate>
          {!isTaken && <ProblemNote problem={problem} />}
          <TextField
            label={t('namespaces.name')}
            value={name}
            onChange={setName}
            isRequired
            isInvalid={asked && isNameMissing}
            errorMessage={t('namespaces.name.missing')}
            maxLength={120}
            autoComplete="off"
            autoFocus
            styles={full}
          />
          {!namespace && (
            <>
              <TextField
                label={t('namespaces.key')}
                description={t('namespaces.key.help')}
                value={key}
                onChange={(text) => {
                  setKey(text.trim().toLowerCase())
                  create.reset()
                }}
                isRequired
                isInvalid={isTaken || (asked && isKeyWrong)}
                errorMessage={t(isTaken ? 'namespaces.key.taken' : 'namespaces.key.wrong')}
                maxLength={60}
                autoComplete="off"
                styles={full}
              />
              <Picker
                label={t('namespaces.kind')}
                description={t('namespaces.kind.help')}
                value={kind}
                onChange={(next) => setKind(namespaceKinds.find((one) => one === next) ?? 'id')}
                styles={full}
              >
                {namespaceKinds.map((one) => (
                  <PickerItem key={one} id={one}>
                    {t(`namespaces.kind.${one}`)}
                  </PickerItem>
                ))}
              </Picker>
            </>
          )}
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button
          variant="accent"
          type="submit"
          form="namespace"
          isPending={create.isPending || rename.isPending}
        >
          {t('common.save')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

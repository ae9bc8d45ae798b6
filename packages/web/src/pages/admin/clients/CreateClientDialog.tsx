import { type Scope, scopes } from '@chappe/core/access/scopes'
import { type ApiClientWithSecret, createClient, listClients } from '@chappe/core/api/clients'
import { Button, Checkbox, CheckboxGroup, Content, Dialog, Heading, TextField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import { useAction } from '../../../data.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useSession } from '../../../session.ts'
import { useText } from '../../../text.ts'

/** What a client needs to trigger campaigns and to follow what became of its calls. */
const usual: readonly Scope[] = ['executions:write', 'executions:read']

interface Props {
  onCreated: (client: z.output<typeof ApiClientWithSecret>) => void
  onClose: () => void
}

export function CreateClientDialog({ onCreated, onClose }: Props) {
  const t = useText()
  const held = useSession().scopes
  const create = useAction(createClient, { makesStale: [listClients] })
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly Scope[]>(usual)
  const [asked, setAsked] = useState(false)
  const nameless = asked && name.trim() === ''
  const powerless = asked && chosen.length === 0

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setAsked(true)
    if (name.trim() === '' || chosen.length === 0) return
    // A client that was made has to be told its secret, also when the dialog was closed meanwhile.
    create.mutateAsync({ body: { name, scopes: [...chosen] } }).then(onCreated, () => {})
  }
  return (
    <Dialog size="L">
      <Heading slot="title">{t('admin.clients.create')}</Heading>
      <Content>
        <form className="admin-stack" onSubmit={submit} noValidate>
          <ProblemNote problem={create.error} />
          <TextField
            label={t('admin.clients.name')}
            description={t('admin.clients.name.help')}
            value={name}
            onChange={setName}
            isInvalid={nameless}
            errorMessage={t('admin.clients.name.missing')}
            maxLength={100}
            autoComplete="off"
            autoFocus
            isRequired
            styles={style({ width: 'full' })}
          />
          <CheckboxGroup
            label={t('admin.clients.scopes')}
            value={[...chosen]}
            onChange={(values) => setChosen(scopes.filter((scope) => values.includes(scope)))}
            isInvalid={powerless}
            errorMessage={t('admin.clients.scopes.missing')}
            isRequired
          >
            {scopes.map((scope) => (
              <Checkbox key={scope} value={scope} isDisabled={!held.includes(scope)}>
                {t(`scope.${scope}`)}
              </Checkbox>
            ))}
          </CheckboxGroup>
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" onPress={() => submit()} isPending={create.isPending}>
          {t('inventory.create.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

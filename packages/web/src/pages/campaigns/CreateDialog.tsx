import { createCampaign } from '@chappe/core/api/campaigns'
import { campaignLimits, type EmailContent } from '@chappe/core/campaign/schema'
import {
  Button,
  Content,
  Dialog,
  Heading,
  SelectBox,
  SelectBoxGroup,
  Text,
  TextField,
} from '@react-spectrum/s2'
import Calendar from '@react-spectrum/s2/icons/Calendar'
import Code from '@react-spectrum/s2/icons/Code'
import Market from '@react-spectrum/s2/icons/Market'
import Send from '@react-spectrum/s2/icons/Send'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../data.ts'
import { DialogButtons } from '../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useText } from '../../text.ts'

const types = [
  { kind: 'api_triggered', category: 'transactional', Icon: Send },
  { kind: 'api_triggered', category: 'marketing', Icon: Code },
  { kind: 'action', category: 'marketing', Icon: Market },
  { kind: 'action', category: 'transactional', Icon: Calendar },
] as const
type Type = (typeof types)[number]
const keyOf = ({ kind, category }: Pick<Type, 'kind' | 'category'>) => `${kind}.${category}` as const

interface Props {
  /** How the campaign is sent, until another is chosen. */
  kind?: Type['kind']
  onClose: () => void
  /** Where the campaign will be. */
  folderId?: string | undefined
  /** What the campaign begins with. */
  from?: { name: string; content: EmailContent }
}

/** Chooses the kind and the name of a new campaign, then opens its editor. */
export function CreateDialog({ kind = 'api_triggered', onClose, folderId, from }: Props) {
  const t = useText()
  const navigate = useNavigate()
  const create = useAction(createCampaign)
  const [type, setType] = useState<Type>(types.find((one) => one.kind === kind)!)
  const [name, setName] = useState(from?.name ?? '')
  const [asked, setAsked] = useState(false)
  const nameless = asked && name.trim() === ''

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setAsked(true)
    if (name.trim() === '' || create.isPending) return
    create.mutate(
      {
        body: {
          kind: type.kind,
          category: type.category,
          name,
          ...(folderId !== undefined && { folderId }),
          ...(from && { definition: { content: from.content } }),
        },
      },
      {
        onSuccess: ({ id }) =>
          void navigate({ to: '/campaigns/$id', params: { id }, search: from ? { tab: 'content' } : {} }),
      },
    )
  }

  return (
    <Dialog size="XL">
      <Heading slot="title">{t('inventory.create')}</Heading>
      <Content>
        <form
          id="create-campaign"
          onSubmit={submit}
          noValidate
          className={style({ display: 'flex', flexDirection: 'column', gap: 24 })}
        >
          <ProblemNote problem={create.error} />
          <SelectBoxGroup
            aria-label={t('inventory.create.type')}
            orientation="horizontal"
            UNSAFE_className="create-types"
            UNSAFE_style={{ justifyContent: 'start' }}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[keyOf(type)]}
            onSelectionChange={(keys) => {
              for (const key of keys) setType(types.find((one) => keyOf(one) === key)!)
            }}
          >
            {types.map((one) => (
              <SelectBox key={keyOf(one)} id={keyOf(one)} textValue={t(`inventory.create.${keyOf(one)}`)}>
                <one.Icon />
                <Text slot="label">{t(`inventory.create.${keyOf(one)}`)}</Text>
                <Text slot="description">{t(`inventory.create.${keyOf(one)}.help`)}</Text>
              </SelectBox>
            ))}
          </SelectBoxGroup>
          <TextField
            label={t('inventory.create.name')}
            value={name}
            onChange={setName}
            maxLength={campaignLimits.name}
            isInvalid={nameless}
            errorMessage={t('inventory.create.name.missing')}
            description={t('inventory.create.name.help')}
            autoFocus
            isRequired
            necessityIndicator="label"
          />
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

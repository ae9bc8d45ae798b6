import { createAudience, listAudiences } from '@chappe/core/api/audiences'
import {
  type AudienceDefinition,
  type AudienceKind,
  audienceKinds,
  audienceLimits,
} from '@chappe/core/audience/schema'
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
import Filter from '@react-spectrum/s2/icons/Filter'
import Layers from '@react-spectrum/s2/icons/Layers'
import ListBulleted from '@react-spectrum/s2/icons/ListBulleted'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../data.ts'
import { DialogButtons } from '../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useText } from '../../text.ts'
import page from '../campaign/campaign.module.css'
import css from './page/page.module.css'
import { AudienceField } from './rule/fields/Choosers.tsx'

const icons = { rule: Filter, list: ListBulleted, composition: Layers }

const definitionOf = (kind: AudienceKind, first: string): AudienceDefinition => {
  switch (kind) {
    case 'rule':
      return { kind, rule: { kind: 'group', join: 'and', not: false, rules: [] } }
    case 'list':
      return { kind, columns: [] }
    case 'composition':
      return { kind, tree: { op: 'union', of: [{ op: 'audience', id: first }] } }
  }
}

/** Chooses the kind and the name of a new audience, then opens it. */
export function CreateAudience({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const [kind, setKind] = useState<AudienceKind>('rule')
  const [name, setName] = useState('')
  const [first, setFirst] = useState('')
  const [asked, setAsked] = useState(false)
  const create = useAction(createAudience, { makesStale: [listAudiences] })
  const isFirstMissing = kind === 'composition' && first === ''

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setAsked(true)
    if (name.trim() === '' || isFirstMissing || create.isPending) return
    create.mutate(
      { body: { name, definition: definitionOf(kind, first) } },
      { onSuccess: ({ id }) => void navigate({ to: '/audiences/$id', params: { id }, search: {} }) },
    )
  }

  return (
    <Dialog size="XL">
      <Heading slot="title">{t('audiences.create')}</Heading>
      <Content>
        <form onSubmit={submit} noValidate className={css.form}>
          <ProblemNote problem={create.error} />
          <SelectBoxGroup
            aria-label={t('audiences.column.kind')}
            orientation="horizontal"
            UNSAFE_className={css.kinds ?? ''}
            UNSAFE_style={{ justifyContent: 'start' }}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[kind]}
            onSelectionChange={(keys) => {
              for (const key of keys) setKind(key as AudienceKind)
            }}
          >
            {audienceKinds.map((one) => {
              const Icon = icons[one]
              return (
                <SelectBox key={one} id={one} textValue={t(`audiences.kind.${one}`)}>
                  <Icon />
                  <Text slot="label">{t(`audiences.kind.${one}`)}</Text>
                  <Text slot="description">{t(`audiences.kind.${one}.help`)}</Text>
                </SelectBox>
              )
            })}
          </SelectBoxGroup>
          <TextField
            label={t('audiences.name')}
            value={name}
            onChange={setName}
            maxLength={audienceLimits.name}
            isInvalid={asked && name.trim() === ''}
            errorMessage={t('audiences.name.missing')}
            isRequired
            autoFocus
            styles={style({ width: 'full' })}
          />
          {kind === 'composition' && (
            <div className={page.tight}>
              <span>{t('audiences.create.first')}</span>
              <AudienceField id={first} onChange={setFirst} />
              {asked && isFirstMissing && (
                <span role="alert" className={css.mistake}>
                  {t('audiences.create.first.missing')}
                </span>
              )}
            </div>
          )}
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" onPress={() => submit()} isPending={create.isPending}>
          {t('audiences.create.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

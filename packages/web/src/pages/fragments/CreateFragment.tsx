import { createFragment, listFragments } from '@chappe/core/api/fragments'
import { contentLimits, type FragmentKind, fragmentFormats, fragmentKinds } from '@chappe/core/content/schema'
import { emptyDesign } from '@chappe/core/design/new'
import {
  Button,
  Content,
  Dialog,
  Heading,
  Picker,
  PickerItem,
  SelectBox,
  SelectBoxGroup,
  Text,
  TextField,
} from '@react-spectrum/s2'
import Code from '@react-spectrum/s2/icons/Code'
import Layout from '@react-spectrum/s2/icons/Layout'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useAction } from '../../data.ts'
import { DialogButtons } from '../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { useText } from '../../text.ts'
import css from './fragments.module.css'

const icons = { visual: Layout, expression: Code }

/** Chooses the kind and the name of a new fragment, then opens its editor. */
export function CreateFragment({ onClose }: { onClose: () => void }) {
  const t = useText()
  const navigate = useNavigate()
  const [kind, setKind] = useState<FragmentKind>('visual')
  const [format, setFormat] = useState<(typeof fragmentFormats)[number]>('html')
  const [name, setName] = useState('')
  const [asked, setAsked] = useState(false)
  const create = useAction(createFragment, { makesStale: [listFragments] })

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    setAsked(true)
    if (name.trim() === '' || create.isPending) return
    const isVisual = kind === 'visual'
    create.mutate(
      {
        body: {
          name,
          kind,
          format: isVisual ? 'html' : format,
          draft: { design: isVisual ? emptyDesign() : null, content: '' },
        },
      },
      { onSuccess: ({ id }) => void navigate({ to: '/fragments/$id', params: { id } }) },
    )
  }

  return (
    <Dialog size="XL">
      <Heading slot="title">{t('fragments.create')}</Heading>
      <Content>
        <form onSubmit={submit} noValidate className={css.form}>
          <ProblemNote problem={create.error} />
          <SelectBoxGroup
            aria-label={t('fragments.kind')}
            orientation="horizontal"
            UNSAFE_className={css.kinds ?? ''}
            UNSAFE_style={{ justifyContent: 'start' }}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[kind]}
            onSelectionChange={(keys) => {
              for (const key of keys) setKind(key as FragmentKind)
            }}
          >
            {fragmentKinds.map((one) => {
              const Icon = icons[one]
              return (
                <SelectBox key={one} id={one} textValue={t(`fragments.kind.${one}`)}>
                  <Icon />
                  <Text slot="label">{t(`fragments.kind.${one}`)}</Text>
                  <Text slot="description">{t(`fragments.kind.${one}.help`)}</Text>
                </SelectBox>
              )
            })}
          </SelectBoxGroup>
          {kind === 'expression' && (
            <Picker
              label={t('fragments.format')}
              description={t('fragments.format.help')}
              value={format}
              onChange={(key) => setFormat(fragmentFormats.find((one) => one === key) ?? 'html')}
            >
              {fragmentFormats.map((one) => (
                <PickerItem key={one} id={one}>
                  {t(`fragments.format.${one}`)}
                </PickerItem>
              ))}
            </Picker>
          )}
          <TextField
            label={t('fragments.name')}
            value={name}
            onChange={setName}
            maxLength={contentLimits.name}
            isInvalid={asked && name.trim() === ''}
            errorMessage={t('fragments.name.missing')}
            isRequired
            autoFocus
            styles={style({ width: 'full' })}
          />
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" onPress={() => submit()} isPending={create.isPending}>
          {t('fragments.create.submit')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

import { FieldPath } from '@chappe/core/profile/fields'
import {
  Button,
  ComboBox,
  ComboBoxItem,
  Content,
  Dialog,
  Heading,
  Picker,
  PickerItem,
  Text,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type FormEvent, useMemo, useState } from 'react'
import { useAttributes } from '../../../parts/attributes.ts'
import { DialogButtons } from '../../../parts/DialogButtons.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { useText } from '../../../text.ts'
import css from '../profiles.module.css'
import { draftOf, readDraft, typeOf, type ValueType } from './draft.ts'
import type { AttributeRow } from './rows.ts'
import { ValueField } from './ValueField.tsx'

interface Props {
  /** Undefined: one that is still to be named. */
  row: AttributeRow | undefined
  problem: unknown
  isPending: boolean
  onSave: (segments: readonly string[], value: unknown) => void
  onClose: () => void
}

const types: readonly ValueType[] = ['string', 'number', 'boolean', 'date', 'date-time', 'array', 'object']
const most = 300

/** Changes one value, or adds one: with the control of its type, checked as it was declared. */
export function EditAttribute({ row, problem, isPending, onSave, onClose }: Props) {
  const t = useText()
  const known = useAttributes()
  const [path, setPath] = useState(row?.path ?? '')
  const attribute = row ? row.attribute : known.of(path)
  const [chosen, setChosen] = useState<ValueType>('string')
  const declared = attribute && typeOf(attribute.type, undefined)
  const type = row ? typeOf(attribute?.type, row.value) : (declared ?? chosen)
  const [draft, setDraft] = useState(() => draftOf(type, row?.value))
  const [asked, setAsked] = useState(false)
  const field = {
    type,
    required: row === undefined || (attribute?.required ?? false),
    options: attribute?.options ?? null,
  }
  const read = readDraft(field, draft)
  const isPathWrong = row === undefined && !FieldPath.safeParse(path).success

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (!read.ok || isPathWrong || isPending) return
    onSave(row?.segments ?? path.split('.'), read.value)
  }
  const changePath = (next: string) => {
    setPath(next.trim())
    // A text for one type is none for another.
    if (typeOf(known.of(next.trim())?.type, undefined) !== type) setDraft('')
  }
  return (
    <Dialog size="M">
      <Heading slot="title">{row ? (attribute?.label ?? row.path) : t('profiles.attributes.add')}</Heading>
      <Content>
        <form id="attribute" className={css.form} onSubmit={submit} noValidate>
          <ProblemNote problem={problem} />
          {!row && <PathField path={path} isWrong={asked && isPathWrong} onChange={changePath} />}
          {!row && !attribute && (
            <Picker
              label={t('profiles.attributes.type')}
              value={chosen}
              onChange={(key) => {
                setChosen(key as ValueType)
                setDraft('')
              }}
              styles={style({ width: 'full' })}
            >
              {types.map((one) => (
                <PickerItem key={one} id={one}>
                  {t(`fields.type.${one}`)}
                </PickerItem>
              ))}
            </Picker>
          )}
          <ValueField
            key={type}
            label={t('profiles.attributes.value')}
            type={type}
            options={field.options}
            isRequired={field.required}
            value={draft}
            onChange={setDraft}
            mistake={asked && !read.ok ? t(read.mistake) : undefined}
            autoFocus={row !== undefined}
          />
        </form>
      </Content>
      <DialogButtons onClose={onClose}>
        <Button variant="accent" type="submit" form="attribute" isPending={isPending}>
          {t('common.save')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

interface PathProps {
  path: string
  isWrong: boolean
  onChange: (path: string) => void
}

/** Which attribute: those that are known by their names, any other by its path. */
function PathField({ path, isWrong, onChange }: PathProps) {
  const t = useText()
  const { items, of } = useAttributes()
  const offered = useMemo(() => {
    const words = path.toLowerCase()
    const isKnown = of(path) !== undefined
    return items
      .filter(
        (one) =>
          isKnown || one.path.toLowerCase().includes(words) || one.label?.toLowerCase().includes(words),
      )
      .slice(0, most)
      .map(({ path: id, label, type }) => ({ id, label, type }))
  }, [items, of, path])
  return (
    <ComboBox
      label={t('profiles.attributes.path')}
      description={t('profiles.attributes.path.help')}
      allowsCustomValue
      items={offered}
      inputValue={path}
      onInputChange={onChange}
      onSelectionChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
      isRequired
      isInvalid={isWrong}
      errorMessage={t('profiles.attributes.path.wrong')}
      autoFocus
      menuWidth={320}
      styles={style({ width: 'full' })}
    >
      {({ id, label }) => (
        <ComboBoxItem id={id} textValue={id}>
          <Text slot="label">{label ?? id}</Text>
          {label && <Text slot="description">{id}</Text>}
        </ComboBoxItem>
      )}
    </ComboBox>
  )
}

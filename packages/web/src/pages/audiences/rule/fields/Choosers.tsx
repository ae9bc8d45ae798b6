import { getAudience, listAudiences } from '@chappe/core/api/audiences'
import { getCampaign, listCampaigns } from '@chappe/core/api/campaigns'
import { ComboBox, ComboBoxItem, Text } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { keepPreviousData } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useEndpoint } from '../../../../data.ts'
import { useText } from '../../../../text.ts'

interface Item {
  readonly id: string
  readonly name: string
  readonly about?: string | undefined
}

interface ChooserProps {
  label: string
  placeholder: string
  items: readonly Item[]
  /** What is chosen is called; undefined: nothing is, or nobody knows yet. */
  name: string | undefined
  typed: string | undefined
  onType: (text: string | undefined) => void
  onChange: (id: string) => void
}

/** One of many by its name: the server looks for what is typed; what was typed and not chosen goes on leaving. */
function Chooser({ label, placeholder, items, name, typed, onType, onChange }: ChooserProps) {
  return (
    <ComboBox
      aria-label={label}
      placeholder={placeholder}
      menuTrigger="focus"
      items={items}
      inputValue={typed ?? name ?? ''}
      onInputChange={(text) => onType(text === name ? undefined : text)}
      onBlur={() => onType(undefined)}
      onSelectionChange={(key) => {
        if (key === null) return
        onChange(String(key))
        onType(undefined)
      }}
      menuWidth={320}
      styles={style({ width: { default: 'full', sm: 240 } })}
    >
      {(item) => (
        <ComboBoxItem id={item.id} textValue={item.name}>
          <Text slot="label">{item.name}</Text>
          {item.about && <Text slot="description">{item.about}</Text>}
        </ComboBoxItem>
      )}
    </ComboBox>
  )
}

interface AudienceProps {
  /** Empty: none yet. */
  id: string
  /** Not to be chosen: the audience that is being defined. */
  except?: string | undefined
  onChange: (id: string) => void
}

export function AudienceField({ id, except, onChange }: AudienceProps) {
  const t = useText()
  const [typed, setTyped] = useState<string>()
  // Its name is known before the server is asked for it: an empty field in between would count as typed.
  const [picked, setPicked] = useState<Item>()
  const search = useDeferredValue(typed?.trim())
  const found = useEndpoint(
    listAudiences,
    { query: { search: search || undefined, status: ['live'], sort: 'name', order: 'asc' } },
    { placeholderData: keepPreviousData },
  )
  const chosen = useEndpoint(getAudience, { params: { id } }, { enabled: id !== '', staleTime: 60_000 })
  const items = (found.data?.items ?? [])
    .filter((one) => one.id !== except)
    .map((one) => ({
      id: one.id,
      name: one.name,
      about:
        one.members === null
          ? t(`audiences.kind.${one.kind}`)
          : t('audiences.members', { count: one.members }),
    }))
  return (
    <Chooser
      label={t('audiences.audience')}
      placeholder={t('audiences.audience.choose')}
      items={items}
      name={picked?.id === id ? picked.name : id === '' ? undefined : chosen.data?.name}
      typed={typed}
      onType={setTyped}
      onChange={(key) => {
        setPicked(items.find((one) => one.id === key))
        onChange(key)
      }}
    />
  )
}

const any = 'any'

/** A campaign, or (null) any. */
export function CampaignField({
  id,
  onChange,
}: {
  id: string | null
  onChange: (id: string | null) => void
}) {
  const t = useText()
  const [typed, setTyped] = useState<string>()
  // Its name is known before the server is asked for it: an empty field in between would count as typed.
  const [picked, setPicked] = useState<Item>()
  const search = useDeferredValue(typed?.trim())
  const found = useEndpoint(
    listCampaigns,
    { query: { search: search || undefined, sort: 'name', order: 'asc' } },
    { placeholderData: keepPreviousData },
  )
  const chosen = useEndpoint(
    getCampaign,
    { params: { id: id ?? '' } },
    { enabled: id !== null, staleTime: 60_000 },
  )
  const items = [
    ...(search ? [] : [{ id: any, name: t('audiences.campaign.any') }]),
    ...(found.data?.items ?? []).map((one) => ({ id: one.id, name: one.name })),
  ]
  return (
    <Chooser
      label={t('audiences.campaign')}
      placeholder={t('audiences.campaign.choose')}
      items={items}
      name={id === null ? t('audiences.campaign.any') : picked?.id === id ? picked.name : chosen.data?.name}
      typed={typed}
      onType={setTyped}
      onChange={(key) => {
        setPicked(items.find((one) => one.id === key))
        onChange(key === any ? null : key)
      }}
    />
  )
}

import { listTags } from '@chappe/core/api/campaigns'
import { categories } from '@chappe/core/campaign/schema'
import { parseDate } from '@internationalized/date'
import { ActionButton, DateRangePicker, Picker, PickerItem, Text, ToggleButton } from '@react-spectrum/s2'
import Filter from '@react-spectrum/s2/icons/Filter'
import History from '@react-spectrum/s2/icons/History'
import User from '@react-spectrum/s2/icons/User'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useEndpoint } from '../../data.ts'
import { SearchWords } from '../../parts/SearchWords.tsx'
import { useText } from '../../text.ts'
import { filtersOf, statusesIn, statusesOf } from './filters.ts'
import { useSearchState } from './useSearchState.ts'

const pickerWidth = style({ width: 128 })

interface ManyProps<T extends string> {
  label: string
  options: readonly { id: T; label: string }[]
  chosen: readonly T[]
  onChoose: (chosen: T[]) => void
}

function PickMany<T extends string>({ label, options, chosen, onChoose }: ManyProps<T>) {
  return (
    <Picker
      aria-label={label}
      placeholder={label}
      selectionMode="multiple"
      value={[...chosen]}
      onChange={(keys) => onChoose(options.map(({ id }) => id).filter((id) => keys.includes(id)))}
      // The chips below say what is chosen.
      renderValue={() => label}
      styles={pickerWidth}
    >
      {options.map(({ id, label: text }) => (
        <PickerItem key={id} id={id}>
          {text}
        </PickerItem>
      ))}
    </Picker>
  )
}

/** Search and filters, which live in the address. On narrow screens the filters fold away. */
export function Filters() {
  const t = useText()
  const { search, change } = useSearchState()
  const tags = useEndpoint(listTags, {})
  const [open, setOpen] = useState(false)
  function orUndefined<T>(values: T[]) {
    return values.length > 0 ? values : undefined
  }

  return (
    <div className="inventory-filters">
      <SearchWords
        label={t('inventory.search')}
        value={search.q ?? ''}
        onSearch={(q) => change({ q: q || undefined }, true)}
      />
      <span className="inventory-filter-toggle">
        <ActionButton aria-expanded={open} aria-controls="inventory-pickers" onPress={() => setOpen(!open)}>
          <Filter />
          <Text>{t('inventory.filters', { count: filtersOf(search).length })}</Text>
        </ActionButton>
      </span>
      <div id="inventory-pickers" className="inventory-pickers" data-open={open}>
        <PickMany
          label={t('inventory.column.status')}
          options={statusesIn(search).map((id) => ({ id, label: t(`status.${id}`) }))}
          chosen={statusesOf(search)}
          onChoose={(status) => change({ status })}
        />
        <PickMany
          label={t('inventory.column.category')}
          options={categories.map((id) => ({ id, label: t(`category.${id}`) }))}
          chosen={search.category ?? []}
          onChoose={(category) => change({ category: orUndefined(category) })}
        />
        <PickMany
          label={t('inventory.column.tags')}
          options={(tags.data?.items ?? []).map(({ tag, campaigns }) => ({
            id: tag,
            label: `${tag} (${campaigns})`,
          }))}
          chosen={search.tag ?? []}
          onChoose={(tag) => change({ tag: orUndefined(tag) })}
        />
        <ToggleButton
          isSelected={search.mine ?? false}
          onChange={(mine) => change({ mine: mine || undefined })}
        >
          <User />
          <Text>{t('inventory.mine')}</Text>
        </ToggleButton>
        <ToggleButton
          isSelected={search.recent ?? false}
          onChange={(recent) => change({ recent: recent || undefined })}
        >
          <History />
          <Text>{t('inventory.recent')}</Text>
        </ToggleButton>
        <DateRangePicker
          label={t('inventory.created')}
          labelPosition="side"
          value={
            search.from && search.to ? { start: parseDate(search.from), end: parseDate(search.to) } : null
          }
          onChange={(range) => change({ from: range?.start.toString(), to: range?.end.toString() })}
          styles={style({ width: 320 })}
        />
      </div>
    </div>
  )
}

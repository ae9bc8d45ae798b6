import { listTags } from '@chappe/core/api/campaigns'
import { categories } from '@chappe/core/campaign/schema'
import { parseDate } from '@internationalized/date'
import { ActionButton, DateRangePicker, Text, ToggleButton } from '@react-spectrum/s2'
import Filter from '@react-spectrum/s2/icons/Filter'
import MoreFilters from '@react-spectrum/s2/icons/Filters'
import History from '@react-spectrum/s2/icons/History'
import User from '@react-spectrum/s2/icons/User'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useEndpoint } from '../../data.ts'
import { PickMany } from '../../parts/PickMany.tsx'
import { SearchWords } from '../../parts/SearchWords.tsx'
import { unlessEmpty } from '../../parts/unless-empty.ts'
import { useText } from '../../text.ts'
import { FurtherFilters } from './FurtherFilters.tsx'
import { filtersOf, isFurther, statusesIn, statusesOf } from './filters.ts'
import { useSearchState } from './useSearchState.ts'

/** Search and filters, which live in the address. On narrow screens the filters fold away. */
export function Filters() {
  const t = useText()
  const { search, change } = useSearchState()
  const tags = useEndpoint(listTags, {})
  const [open, setOpen] = useState(false)
  const [further, setFurther] = useState(isFurther(search))

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
          onChoose={(category) => change({ category: unlessEmpty(category) })}
        />
        <PickMany
          label={t('inventory.column.tags')}
          options={(tags.data?.items ?? []).map(({ tag, campaigns }) => ({
            id: tag,
            label: `${tag} (${campaigns})`,
          }))}
          chosen={search.tag ?? []}
          onChoose={(tag) => change({ tag: unlessEmpty(tag) })}
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
        <ActionButton
          aria-expanded={further}
          aria-controls="inventory-further"
          onPress={() => setFurther(!further)}
        >
          <MoreFilters />
          <Text>{t('inventory.further')}</Text>
        </ActionButton>
        {further && (
          <div id="inventory-further" className="inventory-further">
            <FurtherFilters />
          </div>
        )}
      </div>
    </div>
  )
}

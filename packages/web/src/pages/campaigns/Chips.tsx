import { Button, Tag, TagGroup } from '@react-spectrum/s2'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { useText } from '../../text.ts'
import { type Filter, filtersOf, idOf, isDefault, without, withoutAny } from './filters.ts'
import { useNames } from './useNames.ts'
import { useSearchState } from './useSearchState.ts'

/** The filters in force; each can be taken away. */
export function Chips({ children }: { children: ReactNode }) {
  const t = useText()
  const { formatDate } = useIntl()
  const { search, become } = useSearchState()
  const filters = filtersOf(search)
  const nameOf = useNames(search)

  const day = (date: string | undefined) =>
    date ? formatDate(`${date}T12:00:00Z`, { dateStyle: 'medium', timeZone: 'UTC' }) : '…'
  const chip = (field: 'status' | 'category' | 'tags', value: string) =>
    t('inventory.chip', { field: t(`inventory.column.${field}`), value })
  const words = (filter: Filter): string => {
    switch (filter.by) {
      case 'status':
        return chip('status', t(`status.${filter.value}`))
      case 'category':
        return chip('category', t(`category.${filter.value}`))
      case 'tag':
        return chip('tags', filter.value)
      case 'audience':
      case 'configuration':
        return t('inventory.chip', {
          field: t(`inventory.filter.${filter.by}`),
          value: nameOf(filter.by, filter.value) ?? '…',
        })
      case 'mine':
        return t('inventory.mine')
      case 'recent':
        return t('inventory.recent')
      case 'dates':
        return t('inventory.created.between', { from: day(filter.from), to: day(filter.to) })
      case 'start':
      case 'end':
        return t(`inventory.${filter.by}.between`, { from: day(filter.from), to: day(filter.to) })
    }
  }

  return (
    <div className="inventory-chips">
      {filters.length > 0 && (
        <TagGroup
          aria-label={t('inventory.inForce')}
          size="S"
          items={filters.map((filter) => ({ id: idOf(filter), label: words(filter) }))}
          onRemove={(ids) => become(filters.filter((one) => ids.has(idOf(one))).reduce(without, search))}
        >
          {({ id, label }) => <Tag id={id}>{label}</Tag>}
        </TagGroup>
      )}
      {filters.length > 0 && (
        <Button size="S" variant="secondary" fillStyle="outline" onPress={() => become(withoutAny(search))}>
          {t('inventory.clear')}
        </Button>
      )}
      {!isDefault(search) && (
        <Button
          size="S"
          variant="secondary"
          fillStyle="outline"
          onPress={() =>
            become({
              tab: search.tab,
              folder: search.folder,
              sort: search.sort,
              order: search.order,
              view: 'none',
            })
          }
        >
          {t('inventory.reset')}
        </Button>
      )}
      <div className="inventory-end">{children}</div>
    </div>
  )
}

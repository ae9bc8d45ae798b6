import { contentSorts, listTemplates } from '@chappe/core/api/templates'
import { Picker, PickerItem, SegmentedControl, SegmentedControlItem } from '@react-spectrum/s2'
import ViewGrid from '@react-spectrum/s2/icons/ViewGrid'
import ViewList from '@react-spectrum/s2/icons/ViewList'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import { useEndpoint } from '../../data.ts'
import { SearchWords } from '../../parts/SearchWords.tsx'
import { useText } from '../../text.ts'
import type { TemplatesSearch } from './search.ts'
import css from './templates.module.css'

interface Props {
  search: TemplatesSearch
  total: number | undefined
  onChange: (changes: TemplatesSearch) => void
}

const every = '\u0000'
const width = style({ width: 176 })

/** Search, tag, order and view of the library, which live in the address. */
export function Filters({ search, total, onChange }: Props) {
  const t = useText()
  const known = useEndpoint(listTemplates, { query: { limit: 200 } })
  const tags = useMemo(() => {
    const found = new Set(known.data?.items.flatMap((one) => one.tags))
    if (search.tag !== undefined) found.add(search.tag)
    return [...found].sort((a, b) => a.localeCompare(b, t.locale))
  }, [known.data, search.tag, t.locale])

  return (
    <div className={css.filters}>
      <SearchWords
        label={t('templates.search')}
        value={search.q ?? ''}
        onSearch={(q) => onChange({ q: q || undefined })}
      />
      {tags.length > 0 && (
        <Picker
          aria-label={t('templates.tag')}
          value={search.tag ?? every}
          onChange={(tag) => onChange({ tag: tag === every ? undefined : String(tag) })}
          styles={width}
        >
          <PickerItem id={every}>{t('templates.tag.all')}</PickerItem>
          {tags.map((tag) => (
            <PickerItem key={tag} id={tag}>
              {tag}
            </PickerItem>
          ))}
        </Picker>
      )}
      <Picker
        aria-label={t('templates.sort')}
        value={search.sort ?? 'modifiedAt'}
        onChange={(sort) => onChange({ sort: contentSorts.find((one) => one === sort), order: undefined })}
        styles={width}
      >
        {(['modifiedAt', 'createdAt', 'name'] as const).map((one) => (
          <PickerItem key={one} id={one}>
            {t(`templates.sort.${one}`)}
          </PickerItem>
        ))}
      </Picker>
      <div className={css.end}>
        <span className={css.total} role="status">
          {total !== undefined && t('templates.total', { count: total })}
        </span>
        <SegmentedControl
          aria-label={t('templates.view')}
          selectedKey={search.view ?? 'cards'}
          onSelectionChange={(view) => onChange({ view: view === 'list' ? 'list' : undefined })}
        >
          <SegmentedControlItem id="cards" aria-label={t('templates.view.cards')}>
            <ViewGrid />
          </SegmentedControlItem>
          <SegmentedControlItem id="list" aria-label={t('templates.view.list')}>
            <ViewList />
          </SegmentedControlItem>
        </SegmentedControl>
      </div>
    </div>
  )
}

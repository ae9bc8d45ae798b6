import { listAudiences } from '@chappe/core/api/audiences'
import { audienceStatuses } from '@chappe/core/audience/lifecycle'
import { audienceKinds } from '@chappe/core/audience/schema'
import { Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useMemo } from 'react'
import { useEndpoint } from '../../data.ts'
import { SearchWords } from '../../parts/SearchWords.tsx'
import { useText } from '../../text.ts'
import library from '../templates/templates.module.css'
import type { AudiencesSearch } from './search.ts'

interface Props {
  search: AudiencesSearch
  total: number | undefined
  onChange: (changes: AudiencesSearch) => void
}

const every = '\u0000'
const width = style({ width: 176 })

/** Search and filters of the list, which live in the address. */
export function Filters({ search, total, onChange }: Props) {
  const t = useText()
  const known = useEndpoint(listAudiences, { query: { limit: 200 } })
  const tags = useMemo(() => {
    const found = new Set(known.data?.items.flatMap((one) => one.tags))
    if (search.tag !== undefined) found.add(search.tag)
    return [...found].sort((a, b) => a.localeCompare(b, t.locale))
  }, [known.data, search.tag, t.locale])
  return (
    <div className={library.filters}>
      <SearchWords
        label={t('audiences.search')}
        value={search.q ?? ''}
        onSearch={(words) => onChange({ q: words || undefined })}
      />
      <Picker
        aria-label={t('audiences.column.kind')}
        value={search.kind ?? every}
        onChange={(key) => onChange({ kind: audienceKinds.find((one) => one === key) })}
        styles={width}
      >
        <PickerItem id={every}>{t('audiences.kind.all')}</PickerItem>
        {audienceKinds.map((one) => (
          <PickerItem key={one} id={one}>
            {t(`audiences.kind.${one}`)}
          </PickerItem>
        ))}
      </Picker>
      <Picker
        aria-label={t('audiences.column.status')}
        value={search.status ?? every}
        onChange={(key) => onChange({ status: audienceStatuses.find((one) => one === key) })}
        styles={width}
      >
        <PickerItem id={every}>{t('audiences.status.all')}</PickerItem>
        {(['archived'] as const).map((one) => (
          <PickerItem key={one} id={one}>
            {t(`audiences.status.${one}`)}
          </PickerItem>
        ))}
      </Picker>
      {tags.length > 0 && (
        <Picker
          aria-label={t('audiences.column.tags')}
          value={search.tag ?? every}
          onChange={(tag) => onChange({ tag: tag === every ? undefined : String(tag) })}
          styles={width}
        >
          <PickerItem id={every}>{t('audiences.tag.all')}</PickerItem>
          {tags.map((tag) => (
            <PickerItem key={tag} id={tag}>
              {tag}
            </PickerItem>
          ))}
        </Picker>
      )}
      <div className={library.end}>
        <span className={library.total} role="status">
          {total !== undefined && t('audiences.total', { count: total })}
        </span>
      </div>
    </div>
  )
}

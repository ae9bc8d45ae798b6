import { Picker, PickerItem, ToggleButton } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useNamespaces } from '../../parts/namespaces.ts'
import { SearchWords } from '../../parts/SearchWords.tsx'
import { useText } from '../../text.ts'
import library from '../templates/templates.module.css'
import type { ProfilesSearch } from './search.ts'

interface Props {
  search: ProfilesSearch
  total: number | undefined
  onChange: (changes: ProfilesSearch) => void
}

/** Finds by the beginning of an identity; what is asked for lives in the address. */
export function Filters({ search, total, onChange }: Props) {
  const t = useText()
  const { items } = useNamespaces()
  return (
    <div className={library.filters}>
      <Picker
        aria-label={t('profiles.namespace')}
        items={items}
        value={search.namespace ?? 'email'}
        onChange={(key) => onChange({ namespace: key === 'email' ? undefined : String(key) })}
        styles={style({ width: 176 })}
      >
        {({ key, name }) => <PickerItem id={key}>{name}</PickerItem>}
      </Picker>
      <SearchWords
        label={t('profiles.search')}
        value={search.q ?? ''}
        onSearch={(words) => onChange({ q: words || undefined, test: undefined })}
      />
      <ToggleButton
        isSelected={search.test === true}
        isDisabled={Boolean(search.q)}
        onChange={(test) => onChange({ test: test || undefined })}
      >
        {t('profiles.test.only')}
      </ToggleButton>
      <div className={library.end}>
        <span className={library.total} role="status">
          {total !== undefined && t('profiles.total', { count: total })}
        </span>
      </div>
    </div>
  )
}

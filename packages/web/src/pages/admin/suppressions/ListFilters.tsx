import { ActionButton, Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { SearchWords } from '../../../parts/SearchWords.tsx'
import { useText } from '../../../text.ts'
import { isFiltered, type SuppressionsSearch } from './search.ts'

interface PickProps<T extends string> {
  label: string
  options: readonly { id: T; label: string }[]
  value: T | undefined
  onChange: (value: T | undefined) => void
}

const every = '\u0000'
const width = style({ width: 160 })

/** One of several, or all of them: the label itself says "all". */
export function PickOne<T extends string>({ label, options, value, onChange }: PickProps<T>) {
  const t = useText()
  return (
    <Picker
      aria-label={label}
      value={value ?? every}
      onChange={(key) => onChange(options.find(({ id }) => id === key)?.id)}
      styles={width}
    >
      <PickerItem id={every}>{t('admin.suppressions.all', { label })}</PickerItem>
      {options.map(({ id, label: text }) => (
        <PickerItem key={id} id={id}>
          {text}
        </PickerItem>
      ))}
    </Picker>
  )
}

interface Props {
  search: SuppressionsSearch
  /** How many entries there are; undefined until it is known. */
  total: number | undefined
  onChange: (changes: SuppressionsSearch) => void
  children?: React.ReactNode
}

/** Search and filters of a list, which live in the address, and how many entries they leave. */
export function ListFilters({ search, total, onChange, children }: Props) {
  const t = useText()
  return (
    <div className="admin-toolbar">
      <SearchWords
        label={t('admin.suppressions.search')}
        value={search.q ?? ''}
        onSearch={(q) => onChange({ q: q || undefined })}
      />
      <PickOne
        label={t('admin.suppressions.type')}
        options={(['address', 'domain'] as const).map((id) => ({ id, label: t(`admin.suppressions.${id}`) }))}
        value={search.type}
        onChange={(type) => onChange({ type })}
      />
      {children}
      {isFiltered(search) && (
        <ActionButton
          isQuiet
          onPress={() => onChange({ q: undefined, type: undefined, category: undefined, reason: undefined })}
        >
          {t('admin.suppressions.clearFilters')}
        </ActionButton>
      )}
      <span className="admin-hint" role="status">
        {total !== undefined && t('admin.suppressions.total', { count: total })}
      </span>
    </div>
  )
}

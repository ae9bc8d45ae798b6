import { Tag, TagGroup } from '@react-spectrum/s2'
import { useText } from '../../../text.ts'
import { localeName } from './locales.ts'

interface Props {
  locales: readonly string[]
  isReadOnly: boolean
  onRemove: (locale: string) => void
}

/** The locales that were chosen; each can be taken out. */
export function Locales({ locales, isReadOnly, onRemove }: Props) {
  const t = useText()
  return (
    <TagGroup
      aria-label={t('languages.locales')}
      items={locales.map((id) => ({ id, name: `${localeName(id, t.locale)} – ${id}` }))}
      {...(!isReadOnly && {
        onRemove: (keys: Set<string | number>) => {
          for (const key of keys) onRemove(String(key))
        },
      })}
      renderEmptyState={() => t('languages.none')}
    >
      {({ id, name }: { id: string; name: string }) => <Tag id={id}>{name}</Tag>}
    </TagGroup>
  )
}

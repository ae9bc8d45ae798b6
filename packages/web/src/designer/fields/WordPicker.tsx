import {
  ActionButton,
  Autocomplete,
  Content,
  DialogTrigger,
  Header,
  Heading,
  Menu,
  MenuItem,
  MenuSection,
  Popover,
  SearchField,
  Text,
  Tooltip,
  TooltipTrigger,
} from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useState } from 'react'
import { useText } from '../../text.ts'
import { useDesigning } from '../state/Designing.tsx'
import type { Word } from '../types.ts'
import css from './fields.module.css'

interface Props {
  readonly onPick: (word: Word) => void
  readonly kinds?: readonly Word['kind'][]
  /** In place of the braces. */
  readonly sign?: string
  readonly label?: string
  readonly size?: 'XS' | 'S' | 'M'
  readonly isDisabled?: boolean
}

/** A list this long is searched, not read. */
const most = 60
const values: readonly Word['kind'][] = ['profile', 'context', 'system']

/** The button that offers the names that personalization may use, with a search among them. */
export function WordPicker({
  onPick,
  kinds = values,
  sign = '{ }',
  label,
  size = 'M',
  isDisabled = false,
}: Props) {
  const t = useText()
  const { words } = useDesigning()
  const [isOpen, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const name = label ?? t('designer.personalize')
  const wanted = search.trim().toLowerCase()
  const found = words.filter(
    ({ kind, name: path, label: called = '' }) =>
      kinds.includes(kind) && `${path} ${called}`.toLowerCase().includes(wanted),
  )
  const shown = found.slice(0, most)
  return (
    <DialogTrigger
      isOpen={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        setSearch('')
      }}
    >
      <TooltipTrigger>
        <ActionButton size={size} aria-label={name} isDisabled={isDisabled} isQuiet>
          <Text>{sign}</Text>
        </ActionButton>
        <Tooltip>{name}</Tooltip>
      </TooltipTrigger>
      <Popover placement="bottom end" hideArrow styles={style({ width: 320 })} aria-label={name}>
        <div className={css.words}>
          <Autocomplete inputValue={search} onInputChange={setSearch} filter={() => true}>
            <SearchField
              aria-label={t('designer.words.search')}
              placeholder={t('designer.words.search')}
              autoFocus
              styles={style({ width: 'full' })}
            />
            <div className={css.scroll}>
              <Menu
                aria-label={name}
                onAction={(key) => {
                  const word = words.find((one) => one.name === key)
                  setOpen(false)
                  if (word) onPick(word)
                }}
              >
                {kinds.flatMap((kind) => {
                  const items = shown.filter((word) => word.kind === kind)
                  return items.length === 0
                    ? []
                    : [
                        <MenuSection key={kind}>
                          <Header>
                            <Heading>{t(`designer.words.${kind}`)}</Heading>
                          </Header>
                          {items.map((word) => (
                            <MenuItem key={word.name} id={word.name} textValue={word.name}>
                              <Text slot="label">{word.name}</Text>
                              <Text slot="description">
                                {[word.label, word.detail].filter(Boolean).join(' · ')}
                              </Text>
                            </MenuItem>
                          ))}
                        </MenuSection>,
                      ]
                })}
              </Menu>
            </div>
          </Autocomplete>
          {found.length === 0 && <Content>{t('designer.words.none')}</Content>}
          {found.length > most && (
            <p className={css.note}>{t('designer.words.more', { count: found.length - most })}</p>
          )}
        </div>
      </Popover>
    </DialogTrigger>
  )
}

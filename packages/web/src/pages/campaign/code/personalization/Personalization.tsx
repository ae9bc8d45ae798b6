import { listFragments } from '@chappe/core/api/fragments'
import { ActionButton, CloseButton, Picker, PickerItem, SearchField } from '@react-spectrum/s2'
import Star from '@react-spectrum/s2/icons/Star'
import StarFilled from '@react-spectrum/s2/icons/StarFilled'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactNode, useMemo, useState } from 'react'
import { GridList, GridListItem } from 'react-aria-components'
import { useEndpoint } from '../../../../data.ts'
import { useMay } from '../../../../session.ts'
import { useText } from '../../../../text.ts'
import type { Word } from '../completion.ts'
import { Chosen } from './Chosen.tsx'
import { type Choice, type Entry, entriesOf, found, sources } from './entries.ts'
import { toggleFavourite, useFavourites } from './favourites.ts'
import type { Piece } from './insert.ts'
import css from './personalization.module.css'

interface Props {
  /** Of the field that is written into. */
  label: string
  words: readonly Word[]
  /** In place of the list of fragments. */
  fragments?: ReactNode
  onInsert: (piece: Piece) => void
  onClose: () => void
}

const choices: readonly Choice[] = ['all', 'favourites', ...sources]
const isNarrow = () => matchMedia('(max-width: 700px)').matches

/** Everything that personalizes a text, to be found, kept at hand and inserted. It stands beside the editor. */
export function Personalization({ label, words, fragments, onInsert, onClose }: Props) {
  const t = useText()
  const mayRead = useMay('content:read')
  const live = useEndpoint(
    listFragments,
    { query: { kind: ['expression'], status: ['live'], limit: 100, sort: 'name', order: 'asc' } },
    { enabled: mayRead, staleTime: 30_000, retry: false },
  )
  const [choice, setChoice] = useState<Choice>('all')
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<string>()
  const favourites = useFavourites()
  const entries = useMemo(() => entriesOf(t, words, live.data?.items ?? []), [t, words, live.data])
  const shown = useMemo(
    () => found(entries, choice, search, favourites),
    [entries, choice, search, favourites],
  )
  const entry = shown.find(({ id }) => id === chosen)

  const insert = (piece: Piece) => {
    onInsert(piece)
    // On a narrow screen the panel hides what was written.
    if (isNarrow()) onClose()
  }

  return (
    <aside
      className={css.panel}
      aria-label={t('code.personalize.field', { label })}
      data-personalization=""
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      <div className={css.head}>
        <h2>{t('code.personalize')}</h2>
        <CloseButton aria-label={t('code.personalize.close')} onPress={onClose} />
      </div>
      <p className={css.into}>{t('code.personalize.into', { label })}</p>
      <SearchField
        aria-label={t('code.personalize.search')}
        placeholder={t('common.search')}
        value={search}
        onChange={setSearch}
        autoFocus
        styles={style({ width: 'full' })}
      />
      <Picker
        aria-label={t('code.personalize.source')}
        value={choice}
        onChange={(key) => setChoice(key as Choice)}
        styles={style({ width: 'full' })}
      >
        {choices.map((one) => (
          <PickerItem key={one} id={one}>
            {t(`code.source.${one}`)}
          </PickerItem>
        ))}
      </Picker>
      {choice === 'fragment' && fragments}
      <GridList
        aria-label={t(`code.source.${choice}`)}
        className={css.list ?? ''}
        items={shown}
        dependencies={[favourites, t]}
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={entry ? [entry.id] : []}
        onSelectionChange={(keys) => setChosen(keys === 'all' ? undefined : String([...keys][0] ?? ''))}
        renderEmptyState={() => (
          <p className={css.empty}>
            {t(choice === 'favourites' && search === '' ? 'code.favourites.none' : 'code.personalize.none')}
          </p>
        )}
      >
        {(one: Entry) => (
          <GridListItem id={one.id} textValue={one.name} className={css.item ?? ''}>
            <Row entry={one} isFavourite={favourites.includes(one.id)} onInsert={() => insert(one.piece)} />
          </GridListItem>
        )}
      </GridList>
      {entry && <Chosen key={entry.id} entry={entry} onInsert={insert} />}
    </aside>
  )
}

interface RowProps {
  entry: Entry
  isFavourite: boolean
  onInsert: () => void
}

function Row({ entry: { id, name, source, detail }, isFavourite, onInsert }: RowProps) {
  const t = useText()
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a short cut; Enter in the form below does the same */}
      <span className={css.words} onDoubleClick={onInsert}>
        <span className={css.name}>{name}</span>
        <span className={css.detail}>
          {t(`code.source.${source}`)}
          {detail !== '' && ` · ${detail}`}
        </span>
      </span>
      <ActionButton
        size="XS"
        isQuiet
        aria-label={t(isFavourite ? 'code.favourites.remove' : 'code.favourites.add', { name })}
        onPress={() => toggleFavourite(id)}
      >
        {isFavourite ? <StarFilled /> : <Star />}
      </ActionButton>
    </>
  )
}

import { blockKinds, type Layout, layouts } from '@chappe/core/design/schema'
import { SearchField } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { type ReactNode, useState } from 'react'
import { useText } from '../../text.ts'
import { drags } from '../canvas/drag.ts'
import { useDesigning } from '../state/Designing.tsx'
import { iconOf } from '../state/icons.ts'
import type { Item } from '../tree/index-of.ts'
import { fragmentBlock, newBlock, newId, newSection } from '../tree/make.ts'
import { LayoutSign } from './LayoutSign.tsx'
import css from './rails.module.css'

interface TileProps {
  readonly label: string
  readonly make: () => Item
  readonly mayStandAlone?: boolean
  readonly isWide?: boolean
  readonly onAdded: () => void
  readonly children: ReactNode
}

/** Something to be added: pressed, it goes behind the selection; dragged, where it is dropped. */
function Tile({ label, make, mayStandAlone = false, isWide = false, onAdded, children }: TileProps) {
  const { add, isReadOnly } = useDesigning()
  return (
    <button
      type="button"
      className={css.tile}
      data-wide={isWide || undefined}
      disabled={isReadOnly}
      draggable={!isReadOnly}
      onDragStart={(event) => drags.begin(event, { kind: 'new', item: make(), mayStandAlone }, label)}
      onClick={() => {
        add(make(), { mayStandAlone })
        onAdded()
      }}
    >
      {children}
      <span>{label}</span>
    </button>
  )
}

/** From how many fragments on they are searched rather than read. */
const many = 8

/** Everything that can be put into an email. */
export function Palette({ onAdded }: { onAdded: () => void }) {
  const t = useText()
  const { fragments, mode } = useDesigning()
  const [search, setSearch] = useState('')
  const words = { text: t('designer.text.first'), button: t('designer.button.first') }
  const wanted = search.trim().toLowerCase()
  const Fragment = iconOf.fragment
  return (
    <div className={css.palette}>
      <p className={css.note}>{t('designer.palette.help', { mode })}</p>
      <section aria-labelledby="palette-blocks">
        <h3 id="palette-blocks">{t('designer.palette.blocks')}</h3>
        <div className={css.tiles}>
          {blockKinds
            .filter((kind) => kind !== 'fragment')
            .map((kind) => {
              const Icon = iconOf[kind]
              return (
                <Tile
                  key={kind}
                  onAdded={onAdded}
                  label={t(`designer.kind.${kind}`)}
                  make={() => newBlock(kind, newId, words)}
                >
                  <Icon />
                </Tile>
              )
            })}
        </div>
      </section>
      <section aria-labelledby="palette-sections">
        <h3 id="palette-sections">{t('designer.palette.sections')}</h3>
        <div className={css.tiles}>
          {(Object.keys(layouts) as Layout[]).map((layout) => (
            <Tile
              key={layout}
              onAdded={onAdded}
              label={t(`designer.layout.${layout}`)}
              make={() => newSection(layout, newId)}
            >
              <LayoutSign layout={layout} />
            </Tile>
          ))}
        </div>
      </section>
      <section aria-labelledby="palette-fragments">
        <h3 id="palette-fragments">{t('designer.palette.fragments')}</h3>
        {fragments.length === 0 && <p className={css.note}>{t('designer.palette.noFragments')}</p>}
        {fragments.length > many && (
          <SearchField
            aria-label={t('designer.palette.search')}
            size="S"
            value={search}
            onChange={setSearch}
            styles={style({ width: 'full', marginBottom: 8 })}
          />
        )}
        <div className={css.tiles}>
          {fragments
            .filter(({ name }) => name.toLowerCase().includes(wanted))
            .map((one) => (
              <Tile
                key={one.id}
                label={one.name}
                isWide
                onAdded={onAdded}
                mayStandAlone={one.kind === 'visual'}
                make={() => fragmentBlock(one, newId)}
              >
                <Fragment />
              </Tile>
            ))}
        </div>
      </section>
    </div>
  )
}

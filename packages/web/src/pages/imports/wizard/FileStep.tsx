import { encodings, separators } from '@chappe/core/import/schema'
import { Checkbox, Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Scroller } from '../../../parts/Scroller.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from '../imports.module.css'
import { columnName } from '../words.tsx'
import type { Column } from './mapping.ts'
import type { Draft } from './useDraft.ts'

const width = style({ width: { default: 'full', sm: 240 } })
/** Separators have no names of their own in an id. */
const names = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const

/** What the file holds, and how it was read: to be put right where the guess was wrong. */
export function FileStep({ draft }: { draft: Draft }) {
  const t = useText()
  const { preview, reading, read } = draft
  const found = preview.data
  if (!found || !reading) return null
  if (found.format === 'ndjson')
    return (
      <>
        <p className={page.words}>{t('imports.file.ndjson')}</p>
        <Scroller label={t('imports.preview')} className={page.scroller}>
          <pre className={css.lines}>{found.rows.map((cells) => cells.join('')).join('\n')}</pre>
        </Scroller>
      </>
    )
  return (
    <>
      <p className={page.words}>{t('imports.file.lead')}</p>
      <div className={css.fields}>
        <Picker
          label={t('imports.encoding')}
          value={reading.encoding}
          onChange={(key) => read({ encoding: encodings.find((one) => one === key) ?? reading.encoding })}
          styles={width}
        >
          {encodings.map((one) => (
            <PickerItem key={one} id={one}>
              {t(`imports.encoding.${one}`)}
            </PickerItem>
          ))}
        </Picker>
        <Picker
          label={t('imports.separator')}
          value={reading.separator}
          onChange={(key) => read({ separator: separators.find((one) => one === key) ?? reading.separator })}
          styles={width}
        >
          {separators.map((one) => (
            <PickerItem key={one} id={one}>
              {t(`imports.separator.${names[one]}`)}
            </PickerItem>
          ))}
        </Picker>
        <Checkbox isSelected={reading.header} onChange={(header) => read({ header })}>
          {t('imports.header')}
        </Checkbox>
      </div>
      <Preview columns={found.columns} rows={found.rows} isBusy={preview.isPlaceholderData} />
    </>
  )
}

interface PreviewProps {
  columns: readonly Column[]
  rows: readonly (readonly string[])[]
  isBusy: boolean
}

function Preview({ columns, rows, isBusy }: PreviewProps) {
  const t = useText()
  return (
    <div className={page.tight}>
      <p className={page.quiet} role="status">
        {t('imports.preview.about', { columns: columns.length, rows: rows.length })}
      </p>
      <Scroller label={t('imports.preview')} className={page.scroller}>
        <table className={`${page.table} ${css.preview}`} aria-busy={isBusy}>
          <thead>
            <tr>
              {columns.map((one) => (
                <th key={one.column} scope="col">
                  {columnName(t, one)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, line) => (
              <tr key={line}>
                {columns.map(({ column }) => (
                  <td key={column}>{cells[column] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </div>
  )
}

import { ActionButton } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { download } from '../../../parts/download.ts'
import { Scroller } from '../../../parts/Scroller.tsx'
import { useText } from '../../../text.ts'
import page from '../../campaign/campaign.module.css'
import css from './list.module.css'
import type { Reading } from './upload.ts'

const most = 50
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`

/** The lines that were not taken, each with its reason; all of them as a file. */
export function Refused({ refused }: { refused: Reading['refused'] }) {
  const t = useText()
  if (refused.length === 0) return null
  const file = () =>
    `${[t('audiences.list.line'), t('audiences.value'), t('audiences.list.reason')].map(cell).join(',')}\r\n${refused
      .map(({ line, value, reason }) =>
        [String(line), value, t(`audiences.refused.${reason}`)].map(cell).join(','),
      )
      .join('\r\n')}\r\n`
  return (
    <details className={css.refused}>
      <summary>{t('audiences.list.refused', { count: refused.length })}</summary>
      <div className={page.stack}>
        <Scroller label={t('audiences.list.refused', { count: refused.length })} className={page.scroller}>
          <table className={page.table}>
            <thead>
              <tr>
                <th scope="col">{t('audiences.list.line')}</th>
                <th scope="col">{t('audiences.value')}</th>
                <th scope="col">{t('audiences.list.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {refused.slice(0, most).map(({ line, value, reason }, at) => (
                <tr key={at}>
                  <td className={page.number}>{line}</td>
                  <td>{value.slice(0, 80) || '–'}</td>
                  <td>{t(`audiences.refused.${reason}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
        <ActionButton
          onPress={() => download('chappe-refused.csv', 'text/csv', `\uFEFF${file()}`)}
          styles={style({ alignSelf: 'start' })}
        >
          {t('audiences.list.refused.file')}
        </ActionButton>
      </div>
    </details>
  )
}

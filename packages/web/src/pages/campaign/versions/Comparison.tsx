import { compareVersions } from '@chappe/core/api/versions'
import { useMemo } from 'react'
import { useEndpoint } from '../../../data.ts'
import { Loading } from '../../../parts/Loading.tsx'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { useText } from '../../../text.ts'
import page from '../campaign.module.css'
import { compareLines, folded } from './lines.ts'
import { isNested, isText, nameField } from './names.ts'
import { useSayValue } from './useSayValue.ts'
import css from './versions.module.css'

/** What differs between two versions, field by field; long texts line by line. */
export function Comparison({ campaignId, from, to }: { campaignId: string; from: number; to: number }) {
  const t = useText()
  const comparison = useEndpoint(compareVersions, { params: { id: campaignId }, query: { from, to } })
  return (
    <section className={page.card}>
      <h2>{t('campaign.compare.title', { from, to })}</h2>
      <ProblemNote problem={comparison.error} />
      {comparison.isPending && <Loading />}
      {comparison.data?.changes.length === 0 && <p className={page.words}>{t('campaign.compare.same')}</p>}
      {comparison.data?.changes.map(({ path, before, after }) => (
        <Change key={path} path={path} before={before} after={after} />
      ))}
    </section>
  )
}

function Change({ path, before, after }: { path: string; before: unknown; after: unknown }) {
  const t = useText()
  const say = useSayValue()
  const asLines = isText(before, after) || isNested(before) || isNested(after)
  return (
    <div className={page.tight}>
      <h3 className={page.subheading}>{nameField(t, path)}</h3>
      {asLines ? (
        <LineView before={textOf(before)} after={textOf(after)} />
      ) : (
        <p className={css.values}>
          <del>{say(path, before)}</del>
          <span aria-hidden="true"> → </span>
          <ins>{say(path, after)}</ins>
        </p>
      )}
    </div>
  )
}

const textOf = (value: unknown): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2)

const signs = { same: ' ', added: '+', removed: '−' } as const

/** Two texts, line by line. */
export function LineView({ before, after }: { before: string; after: string }) {
  const t = useText()
  const pieces = useMemo(() => folded(compareLines(before, after)), [before, after])
  return (
    <Scroller label={t('campaign.compare.lines')} className={css.lines}>
      <table>
        <tbody>
          {pieces.map((piece, i) =>
            piece.kind === 'gap' ? (
              <tr key={`gap ${i}`} className={css.gap}>
                <td colSpan={4}>{t('campaign.compare.gap', { count: piece.count })}</td>
              </tr>
            ) : (
              piece.lines.map(({ kind, text, before: old, after: now }) => (
                <tr key={`${old} ${now}`} data-kind={kind}>
                  <td className={css.number}>{old}</td>
                  <td className={css.number}>{now}</td>
                  <td className={css.sign}>
                    <span aria-hidden="true">{signs[kind]}</span>
                    {kind !== 'same' && <span className={page.hidden}>{t(`campaign.compare.${kind}`)}</span>}
                  </td>
                  <td>{text}</td>
                </tr>
              ))
            ),
          )}
        </tbody>
      </table>
    </Scroller>
  )
}

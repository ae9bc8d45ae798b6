import { compileDesign } from '@chappe/core/api/designs'
import { keepPreviousData } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useEndpoint } from '../../data.ts'
import { useSources } from '../../pages/campaign/content/fragment-sources.ts'
import { sampleOf } from '../../pages/campaign/content/sample.ts'
import { Loading } from '../../parts/Loading.tsx'
import { ProblemNote } from '../../parts/ProblemNote.tsx'
import { Sheet } from '../../parts/sheet/Sheet.tsx'
import { useText } from '../../text.ts'
import { deviceWidth } from '../canvas/style.ts'
import { useDesigning } from '../state/Designing.tsx'
import { useSettled } from '../useSettled.ts'
import css from './preview.module.css'
import { inScheme } from './scheme.ts'

/** The email as the server makes it and somebody would get it, with likely values for what it asks for. */
export function PreviewPane({ isDark }: { isDark: boolean }) {
  const t = useText()
  const { design, device } = useDesigning()
  const settled = useSettled(design, 400)
  const compiled = useEndpoint(
    compileDesign,
    { body: { design: settled } },
    { placeholderData: keepPreviousData },
  )
  const source = compiled.data?.html
  const sources = useSources(useMemo(() => (source === undefined ? [] : [source]), [source]))
  const html = useMemo(() => {
    if (source === undefined || !sources) return undefined
    const shown = sampleOf({ subject: '', preheader: '', html: source, text: '' }, sources).html
    return inScheme(shown, isDark ? 'dark' : 'light')
  }, [source, sources, isDark])
  const width = deviceWidth[device]
  return (
    <section className={css.pane} aria-label={t('designer.preview')}>
      <ProblemNote problem={compiled.error} title={t('designer.preview.failed')} />
      {isDark && settled.settings.dark === null && <p className={css.note}>{t('designer.preview.noDark')}</p>}
      <div className={css.screen} data-device={device} style={width === null ? {} : { width }}>
        {html === undefined ? (
          !compiled.isError && <Loading />
        ) : (
          <Sheet title={t('designer.preview.frame')} html={html} className={css.sheet} />
        )}
      </div>
    </section>
  )
}

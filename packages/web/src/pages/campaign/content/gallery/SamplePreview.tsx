import { useDeferredValue, useState } from 'react'
import { Scroller } from '../../../../parts/Scroller.tsx'
import { Sheet } from '../../../../parts/sheet/Sheet.tsx'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import preview from '../../preview/preview.module.css'
import { type Width, WidthSwitch } from '../../preview/WidthSwitch.tsx'
import type { Parts } from '../sample.ts'
import css from './gallery.module.css'
import { useSample } from './useSample.ts'

/** Content that belongs to no campaign yet, as somebody would get it: made here, of likely values. */
export function SamplePreview({ content }: { content: Parts }) {
  const t = useText()
  const [width, setWidth] = useState<Width>('desktop')
  const shown = useSample(useDeferredValue(content))
  return (
    <section className={page.stack} aria-label={t('campaign.preview')}>
      <div className={page.spread}>
        <h2 className={page.heading}>{t('campaign.preview')}</h2>
        <WidthSwitch width={width} onChange={setWidth} />
      </div>
      <div className={css.subject}>
        <strong>{shown?.subject || t('campaign.preview.noSubject')}</strong>
        {shown?.preheader && <span> – {shown.preheader}</span>}
      </div>
      <div className={preview.stage} data-width={width}>
        {width === 'text' ? (
          <Scroller label={t('campaign.preview.text')} className={preview.plain}>
            {shown?.text}
          </Scroller>
        ) : (
          <div className={preview.frame}>
            <Sheet title={t('campaign.preview.frame')} html={shown?.html ?? ''} />
          </div>
        )}
      </div>
    </section>
  )
}

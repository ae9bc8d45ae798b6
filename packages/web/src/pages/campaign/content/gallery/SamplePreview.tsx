import { SegmentedControl, SegmentedControlItem } from '@react-spectrum/s2'
import DeviceDesktop from '@react-spectrum/s2/icons/DeviceDesktop'
import DevicePhone from '@react-spectrum/s2/icons/DevicePhone'
import FileText from '@react-spectrum/s2/icons/FileText'
import { useDeferredValue, useState } from 'react'
import { Scroller } from '../../../../parts/Scroller.tsx'
import { Sheet } from '../../../../parts/sheet/Sheet.tsx'
import { useText } from '../../../../text.ts'
import page from '../../campaign.module.css'
import preview from '../../preview/preview.module.css'
import type { Parts } from '../sample.ts'
import css from './gallery.module.css'
import { useSample } from './useSample.ts'

type Width = 'desktop' | 'phone' | 'text'

/** Content that belongs to no campaign yet, as somebody would get it: made here, of likely values. */
export function SamplePreview({ content }: { content: Parts }) {
  const t = useText()
  const [width, setWidth] = useState<Width>('desktop')
  const shown = useSample(useDeferredValue(content))
  return (
    <section className={page.stack} aria-label={t('campaign.preview')}>
      <div className={page.spread}>
        <h2 className={page.heading}>{t('campaign.preview')}</h2>
        <SegmentedControl
          aria-label={t('campaign.preview.width')}
          selectedKey={width}
          onSelectionChange={(key) => setWidth(key as Width)}
        >
          <SegmentedControlItem id="desktop" aria-label={t('campaign.preview.desktop')}>
            <DeviceDesktop />
          </SegmentedControlItem>
          <SegmentedControlItem id="phone" aria-label={t('campaign.preview.phone')}>
            <DevicePhone />
          </SegmentedControlItem>
          <SegmentedControlItem id="text" aria-label={t('campaign.preview.text')}>
            <FileText />
          </SegmentedControlItem>
        </SegmentedControl>
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

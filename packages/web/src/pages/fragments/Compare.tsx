import type { FragmentContent, FragmentKind } from '@chappe/core/content/schema'
import { CloseButton } from '@react-spectrum/s2'
import { Sheet } from '../../parts/sheet/Sheet.tsx'
import { useText } from '../../text.ts'
import page from '../campaign/campaign.module.css'
import { useSample } from '../campaign/content/gallery/useSample.ts'
import { LineView } from '../campaign/versions/Comparison.tsx'
import css from './fragments.module.css'

interface Props {
  kind: FragmentKind
  live: FragmentContent
  draft: FragmentContent
  onClose: () => void
}

/** The live version beside the draft: as pictures where there is something to see, else line by line. */
export function Compare({ kind, live, draft, onClose }: Props) {
  const t = useText()
  return (
    <section className={page.card} aria-label={t('fragments.compare.title')}>
      <div className={page.spread}>
        <h2 className={page.heading}>{t('fragments.compare.title')}</h2>
        <CloseButton aria-label={t('common.close')} onPress={onClose} />
      </div>
      {live.content === draft.content ? (
        <p className={page.words}>{t('fragments.compare.same')}</p>
      ) : kind === 'visual' ? (
        <div className={css.sides}>
          <Side title={t('fragments.compare.live')} html={live.content} />
          <Side title={t('fragments.compare.draft')} html={draft.content} />
        </div>
      ) : (
        <LineView before={live.content} after={draft.content} />
      )}
    </section>
  )
}

function Side({ title, html }: { title: string; html: string }) {
  const sample = useSample({ subject: '', preheader: '', html, text: '' })
  return (
    <figure className={css.side}>
      <figcaption>{title}</figcaption>
      <Sheet title={title} html={sample?.html ?? ''} className={css.sheet} />
    </figure>
  )
}

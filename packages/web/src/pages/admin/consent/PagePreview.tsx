import { type PublicPage, previewPreferenceCentre, publicPages } from '@chappe/core/api/preferences'
import { type PageLanguage, PreferenceCentre } from '@chappe/core/consent/centre'
import { Picker, PickerItem, SegmentedControl, SegmentedControlItem } from '@react-spectrum/s2'
import { keepPreviousData } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useEndpoint } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Sheet } from '../../../parts/sheet/Sheet.tsx'
import { useText } from '../../../text.ts'
import css from './consent.module.css'

/** Milliseconds without a change after which the server is asked. */
const pause = 250

/** The pages as the server would send them with this brand, a moment after it changed. */
export function PagePreview({ centre }: { centre: PreferenceCentre }) {
  const t = useText()
  const [page, setPage] = useState<PublicPage>('preferences')
  const [wanted, setWanted] = useState<PageLanguage>(t.locale)
  const language = centre.languages.includes(wanted) ? wanted : (centre.languages[0] ?? 'en')
  const brand = useSettled(centre)
  const preview = useEndpoint(
    previewPreferenceCentre,
    { body: { ...brand, page, language } },
    { placeholderData: keepPreviousData, staleTime: Number.POSITIVE_INFINITY },
  )
  return (
    <section className={css.preview} aria-labelledby="consent-preview">
      <h2 id="consent-preview">{t('consent.preview')}</h2>
      <div className={css.controls}>
        <Picker
          aria-label={t('consent.preview.page')}
          value={page}
          onChange={(key) => setPage(publicPages.find((one) => one === key) ?? 'preferences')}
        >
          {publicPages.map((one) => (
            <PickerItem key={one} id={one}>
              {t(`consent.preview.page.${one}`)}
            </PickerItem>
          ))}
        </Picker>
        {centre.languages.length > 1 && (
          <SegmentedControl
            aria-label={t('consent.preview.language')}
            selectedKey={language}
            onSelectionChange={(key) => setWanted(key as PageLanguage)}
          >
            {centre.languages.map((one) => (
              <SegmentedControlItem key={one} id={one}>
                {t(`consent.language.${one}`)}
              </SegmentedControlItem>
            ))}
          </SegmentedControl>
        )}
      </div>
      <ProblemNote problem={preview.error} />
      <Sheet title={t('consent.preview.frame')} html={preview.data?.html ?? ''} className={css.frame} />
    </section>
  )
}

/** The last brand that the server would take, once nothing has changed for a moment. */
function useSettled(centre: PreferenceCentre): PreferenceCentre {
  const [settled, setSettled] = useState(centre)
  useEffect(() => {
    const { data } = PreferenceCentre.safeParse(centre)
    if (!data) return
    const timer = setTimeout(() => setSettled(data), pause)
    return () => clearTimeout(timer)
  }, [centre])
  return settled
}

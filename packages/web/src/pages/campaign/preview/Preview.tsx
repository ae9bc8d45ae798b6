import { previewCampaign } from '@chappe/core/api/preview'
import { getVersion } from '@chappe/core/api/versions'
import { Picker, PickerItem } from '@react-spectrum/s2'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { keepPreviousData } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useEndpoint } from '../../../data.ts'
import { ProblemNote } from '../../../parts/ProblemNote.tsx'
import { Scroller } from '../../../parts/Scroller.tsx'
import { useText } from '../../../text.ts'
import { localeName } from '../../admin/languages/locales.ts'
import page from '../campaign.module.css'
import { VariantPicker } from '../variants/VariantPicker.tsx'
import { previewAddress } from './address.ts'
import { Frame } from './Frame.tsx'
import css from './preview.module.css'
import type { Samples } from './useSamples.ts'
import { type Width, WidthSwitch } from './WidthSwitch.tsx'

interface Props {
  campaignId: string
  number: number
  samples?: Samples
  /** Of a content that speaks several languages: the one that is shown; left out, it can be chosen here. */
  locale?: string | null
  /** The variant that is shown; left out, it can be chosen here. */
  variant?: string | null
  /** What is to be shown is not saved yet. */
  isNew?: boolean
  /** The content has errors: what is shown is the last that had none. */
  isBroken?: boolean
  actions?: ReactNode
}

/** The message as one recipient would see it: its line in the mailbox, then the message itself. */
export function Preview(props: Props) {
  const { campaignId, number, samples, locale, variant, isNew = false, isBroken = false, actions } = props
  const t = useText()
  const [width, setWidth] = useState<Width>('desktop')
  const [picked, setPicked] = useState<string>()
  const [pickedVariant, setPickedVariant] = useState<string | null>(null)
  const version = useEndpoint(
    getVersion,
    { params: { id: campaignId, number } },
    { enabled: locale === undefined, staleTime: 30_000 },
  )
  const languages = locale === undefined ? version.data?.definition.languages : undefined
  const spoken = locale ?? picked
  const variants = variant === undefined ? (version.data?.definition.variants ?? []) : []
  const said = variant === undefined ? pickedVariant : variant
  const values = {
    ...samples?.values,
    ...(spoken !== undefined && { locale: spoken }),
    ...(said !== null && { variant: said }),
  }
  const preview = useEndpoint(
    previewCampaign,
    { params: { id: campaignId }, body: { version: number, ...values } },
    { enabled: !isBroken && !isNew, placeholderData: keepPreviousData },
  )
  const shown = preview.data
  // The document is fetched by the frame: only once we know that it can be made now (what we remember of it may be
  // of another day), and anew when it has changed.
  const [address, setAddress] = useState<string>()
  const { dataUpdatedAt: at, isSuccess, isFetching, isPlaceholderData } = preview
  const isKnown = !isBroken && !isNew && isSuccess && !isFetching && !isPlaceholderData
  const wanted = isKnown ? previewAddress({ campaignId, number, at, ...values }) : undefined
  if (wanted !== undefined && wanted !== address) setAddress(wanted)

  return (
    <section className={page.stack} aria-label={t('campaign.preview')}>
      <div className={page.spread}>
        <h2 className={page.heading}>{t('campaign.preview')}</h2>
        <div className={page.row}>
          {variants.length > 0 && (
            <VariantPicker
              variants={variants}
              chosen={pickedVariant}
              onChoose={setPickedVariant}
              label={t('variants.preview')}
            />
          )}
          {languages && (
            <Picker
              aria-label={t('languages.preview')}
              value={(isPlaceholderData ? picked : shown?.locale) ?? picked ?? languages.defaultLocale}
              onChange={(key) => setPicked(String(key))}
              styles={style({ width: 176 })}
            >
              {languages.locales.map((one) => (
                <PickerItem key={one} id={one}>
                  {localeName(one, t.locale)}
                </PickerItem>
              ))}
            </Picker>
          )}
          <WidthSwitch width={width} onChange={setWidth} />
          {actions}
        </div>
      </div>
      {isBroken ? (
        <p className={page.quiet}>{t('campaign.preview.broken')}</p>
      ) : (
        <ProblemNote problem={preview.error} title={t('campaign.preview.failed')} />
      )}
      {shown && (
        <div className={css.inboxLine}>
          <span className={css.avatar} aria-hidden="true">
            {shown.from
              .replace(/[^\p{L}]/gu, '')
              .charAt(0)
              .toUpperCase() || '?'}
          </span>
          <div className={css.from}>{shown.from || t('campaign.sender.none')}</div>
          <div className={css.subject}>
            {shown.subject || <em>{t('campaign.preview.noSubject')}</em>}
            {shown.preheader !== '' && <span> – {shown.preheader}</span>}
          </div>
        </div>
      )}
      {address && (
        <div className={css.stage} data-width={width}>
          {width === 'text' ? (
            <Scroller label={t('campaign.preview.text')} className={css.plain}>
              {shown?.text}
            </Scroller>
          ) : (
            <Frame title={t('campaign.preview.frame')} address={address} />
          )}
        </div>
      )}
      {shown && shown.missing.length > 0 && (
        <p className={page.quiet}>
          {t('campaign.preview.missing')} <span className={page.code}>{shown.missing.join(', ')}</span>
        </p>
      )}
    </section>
  )
}

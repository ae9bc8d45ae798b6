import enAdmin from './en/admin.json' with { type: 'json' }
import enAudiences from './en/audiences.json' with { type: 'json' }
import enCalendar from './en/calendar.json' with { type: 'json' }
import enCampaign from './en/campaign.json' with { type: 'json' }
import enCode from './en/code.json' with { type: 'json' }
import enCommon from './en/common.json' with { type: 'json' }
import enConsent from './en/consent.json' with { type: 'json' }
import enDesigner from './en/designer.json' with { type: 'json' }
import enFunctions from './en/functions.json' with { type: 'json' }
import enHome from './en/home.json' with { type: 'json' }
import enImports from './en/imports.json' with { type: 'json' }
import enInbox from './en/inbox.json' with { type: 'json' }
import enInventory from './en/inventory.json' with { type: 'json' }
import enLibrary from './en/library.json' with { type: 'json' }
import enProfiles from './en/profiles.json' with { type: 'json' }
import enSchedule from './en/schedule.json' with { type: 'json' }
import enSchema from './en/schema.json' with { type: 'json' }
import enSending from './en/sending.json' with { type: 'json' }
import enSimulation from './en/simulation.json' with { type: 'json' }
import enVariants from './en/variants.json' with { type: 'json' }
import frAdmin from './fr/admin.json' with { type: 'json' }
import frAudiences from './fr/audiences.json' with { type: 'json' }
import frCalendar from './fr/calendar.json' with { type: 'json' }
import frCampaign from './fr/campaign.json' with { type: 'json' }
import frCode from './fr/code.json' with { type: 'json' }
import frCommon from './fr/common.json' with { type: 'json' }
import frConsent from './fr/consent.json' with { type: 'json' }
import frDesigner from './fr/designer.json' with { type: 'json' }
import frFunctions from './fr/functions.json' with { type: 'json' }
import frHome from './fr/home.json' with { type: 'json' }
import frImports from './fr/imports.json' with { type: 'json' }
import frInbox from './fr/inbox.json' with { type: 'json' }
import frInventory from './fr/inventory.json' with { type: 'json' }
import frLibrary from './fr/library.json' with { type: 'json' }
import frProfiles from './fr/profiles.json' with { type: 'json' }
import frSchedule from './fr/schedule.json' with { type: 'json' }
import frSchema from './fr/schema.json' with { type: 'json' }
import frSending from './fr/sending.json' with { type: 'json' }
import frSimulation from './fr/simulation.json' with { type: 'json' }
import frVariants from './fr/variants.json' with { type: 'json' }

const en = {
  ...enAdmin,
  ...enAudiences,
  ...enCalendar,
  ...enCampaign,
  ...enCommon,
  ...enConsent,
  ...enDesigner,
  ...enFunctions,
  ...enHome,
  ...enImports,
  ...enInbox,
  ...enInventory,
  ...enCode,
  ...enLibrary,
  ...enProfiles,
  ...enSchedule,
  ...enSchema,
  ...enSending,
  ...enSimulation,
  ...enVariants,
}
const fr = {
  ...frAdmin,
  ...frAudiences,
  ...frCalendar,
  ...frCampaign,
  ...frCommon,
  ...frConsent,
  ...frDesigner,
  ...frFunctions,
  ...frHome,
  ...frImports,
  ...frInbox,
  ...frInventory,
  ...frCode,
  ...frLibrary,
  ...frProfiles,
  ...frSchedule,
  ...frSchema,
  ...frSending,
  ...frSimulation,
  ...frVariants,
}

/** A key that both catalogs have; one that is missing in either does not compile. */
export type MessageId = keyof typeof en & keyof typeof fr

export const locales = ['en', 'fr'] as const
export type Locale = (typeof locales)[number]

export const catalogs: Record<Locale, Record<MessageId, string>> = { en, fr }

/** The language tag for dates, numbers and React Aria's own words. */
export const tagOf: Record<Locale, string> = { en: 'en-US', fr: 'fr-FR' }

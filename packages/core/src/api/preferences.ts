import { z } from 'zod'
import { PreferenceCentre, pageLanguages } from '../consent/centre.ts'
import { endpoint } from './endpoint.ts'

const tag = 'Consent'
const path = '/v1/preference-centre'

/** The brand, and who gave it when; null while nobody has. */
export const StoredCentre = PreferenceCentre.extend({
  modifiedAt: z.iso.datetime({ offset: true }).nullable(),
  modifiedBy: z.string().nullable(),
})
export type StoredCentre = z.infer<typeof StoredCentre>

export const getPreferenceCentre = endpoint({
  id: 'getPreferenceCentre',
  summary: 'How the pages look on which people choose what they receive',
  tag,
  method: 'GET',
  path,
  access: 'profiles:read',
  reply: StoredCentre,
})
export const savePreferenceCentre = endpoint({
  id: 'savePreferenceCentre',
  summary: 'Give these pages a name, a logo and a color',
  tag,
  method: 'PUT',
  path,
  access: 'configurations:write',
  body: PreferenceCentre,
  reply: StoredCentre,
})

/** The pages that a brand is seen on. */
export const publicPages = ['preferences', 'saved', 'unsubscribe', 'unsubscribed', 'confirm'] as const
export type PublicPage = (typeof publicPages)[number]

export const previewPreferenceCentre = endpoint({
  id: 'previewPreferenceCentre',
  summary: 'One of these pages as it would look for somebody who chose nothing, nothing being kept',
  tag,
  method: 'POST',
  path: `${path}/preview`,
  access: 'profiles:read',
  body: PreferenceCentre.extend({ page: z.enum(publicPages), language: z.enum(pageLanguages) }),
  reply: z.object({ html: z.string() }),
})

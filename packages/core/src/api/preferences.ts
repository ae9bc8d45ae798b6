import { PreferenceCentre } from '../consent/centre.ts'
import { endpoint } from './endpoint.ts'

const tag = 'Consent'
const path = '/v1/preference-centre'

export const getPreferenceCentre = endpoint({
  id: 'getPreferenceCentre',
  summary: 'How the pages look on which people choose what they receive',
  tag,
  method: 'GET',
  path,
  access: 'profiles:read',
  reply: PreferenceCentre,
})
export const savePreferenceCentre = endpoint({
  id: 'savePreferenceCentre',
  summary: 'Give these pages a name, a logo and a color',
  tag,
  method: 'PUT',
  path,
  access: 'configurations:write',
  body: PreferenceCentre,
  reply: PreferenceCentre,
})

import { z } from 'zod'
import { FieldInput, FieldPath, ProfileField } from '../profile/fields.ts'
import { endpoint, nothing } from './endpoint.ts'

const tag = 'Profiles'
const one = z.object({ path: FieldPath })
const at = '/v1/profile-fields/:path'

export const listFields = endpoint({
  id: 'listFields',
  summary: 'The attributes that this sandbox declared',
  tag,
  method: 'GET',
  path: '/v1/profile-fields',
  access: 'profiles:read',
  reply: z.object({ items: z.array(ProfileField) }),
})
export const createField = endpoint({
  id: 'createField',
  summary: 'Declare an attribute; profiles are checked against it when they are saved from now on',
  tag,
  method: 'POST',
  path: '/v1/profile-fields',
  access: 'profiles:write',
  status: 201,
  body: FieldInput.extend({ path: FieldPath }),
  reply: ProfileField,
})
export const saveField = endpoint({
  id: 'saveField',
  summary: 'Change what an attribute is; values that are there stay as they are until they are saved again',
  tag,
  method: 'PUT',
  path: at,
  access: 'profiles:write',
  params: one,
  body: FieldInput,
  reply: ProfileField,
})
export const deleteField = endpoint({
  id: 'deleteField',
  summary: 'Declare an attribute no longer; its values stay',
  tag,
  method: 'DELETE',
  path: at,
  access: 'profiles:write',
  params: one,
  status: 204,
  reply: nothing,
})

import {
  type FieldInput,
  FieldPath,
  type FieldType,
  fieldLimits,
  type ProfileField,
} from '@chappe/core/profile/fields'
import type { MessageId } from '../../../messages/index.ts'

/** A declaration as it is being typed. */
export interface FieldForm {
  readonly path: string
  readonly type: FieldType
  readonly required: boolean
  readonly pii: boolean
  readonly en: string
  readonly fr: string
  /** One a line. */
  readonly options: string
}

export const emptyForm: FieldForm = {
  path: '',
  type: 'string',
  required: false,
  pii: false,
  en: '',
  fr: '',
  options: '',
}

export const formOf = ({ path, type, required, pii, labels, options }: ProfileField): FieldForm => ({
  path,
  type,
  required,
  pii,
  ...labels,
  options: (options ?? []).join('\n'),
})

/** Only texts and whole numbers are chosen from a list. */
export const takesOptions = (type: FieldType): boolean => type === 'string' || type === 'integer'

const optionsOf = ({ type, options }: FieldForm): string[] =>
  takesOptions(type) ? [...new Set(options.split('\n').map((one) => one.trim()))].filter(Boolean) : []

export function inputOf(form: FieldForm): FieldInput {
  const options = optionsOf(form)
  const { type, required, pii, en, fr } = form
  return {
    type,
    required,
    pii,
    labels: { en: en.trim(), fr: fr.trim() },
    options: options.length > 0 ? options : null,
  }
}

/** What keeps the form from being sent, by field. */
export function mistakesOf(form: FieldForm): Partial<Record<'path' | 'options', MessageId>> {
  const options = optionsOf(form)
  const isNumbers = form.type !== 'integer' || options.every((one) => Number.isSafeInteger(Number(one)))
  return {
    ...(!FieldPath.safeParse(form.path).success && { path: 'fields.path.wrong' }),
    ...(options.length > fieldLimits.options && { options: 'fields.options.many' }),
    ...(!isNumbers && { options: 'fields.options.integer' }),
  }
}

import { isMessage, type Words } from '../../../text.ts'

/** A type as JSON Schema names it (`string | number`), in words. */
export const sayType = (t: Words, type: string): string =>
  type
    .split(' | ')
    .map((one) => {
      const id = `campaign.value.${one}`
      return isMessage(id) ? t(id) : one
    })
    .join(', ')

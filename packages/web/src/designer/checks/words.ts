import type { DesignRemark } from '@chappe/core/design/schema'
import type { Words } from '../../text.ts'

/** A remark in the reader's language. */
export function sayRemark(t: Words, { code, params, message }: DesignRemark): string {
  switch (code) {
    case 'compiler':
      return message
    case 'html-heavy':
      return t('designer.remark.html-heavy', {
        size: Math.ceil(Number(params.bytes) / 1024),
        limit: Math.floor(Number(params.limit) / 1024),
      })
    case 'low-contrast':
      return t(
        params.mode === 'dark' ? 'designer.remark.low-contrast.dark' : 'designer.remark.low-contrast',
        params,
      )
    default:
      return t(`designer.remark.${code}`, params)
  }
}

import type { VariantUses } from '@chappe/core/campaign/variants'
import type { Words } from '../../../text.ts'

/** Who gets a variant, in a few words. */
export function sayUses(t: Words, { waves, action }: VariantUses): string {
  const said = [
    ...(action === null ? [] : [t('variants.uses.everybody')]),
    ...(waves.length === 0
      ? []
      : [
          t('variants.uses.waves', {
            count: waves.length,
            numbers: waves.map((index) => index + 1).join(', '),
          }),
        ]),
  ]
  return said.length === 0 ? t('variants.uses.none') : said.join(' · ')
}

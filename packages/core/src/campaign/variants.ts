import type { Definition, Variant } from './schema.ts'

export const variantOf = ({ variants }: Definition, id: string): Variant | undefined =>
  variants.find((one) => one.id === id)

/**
 * The definition as if a variant were all that it says: its content, its translations, and the channel configuration
 * that it is sent with. Null: the campaign's own content, without its variants. Undefined: there is no such variant.
 */
export function withVariant(definition: Definition, id: string | null): Definition | undefined {
  if (id === null) return { ...definition, variants: [] }
  const variant = variantOf(definition, id)
  if (!variant) return undefined
  const { content, translations, channelConfigurationId } = variant
  return {
    ...definition,
    content,
    translations,
    channelConfigurationId: channelConfigurationId ?? definition.channelConfigurationId,
    variants: [],
  }
}

/** The variants with this one saying something else; what is not given stays. */
export const intoVariant = (
  { variants }: Pick<Definition, 'variants'>,
  id: string,
  change: Partial<Omit<Variant, 'id'>>,
): Variant[] => variants.map((one) => (one.id === id ? { ...one, ...change } : one))

/** Who asks for a variant: waves, by their place from 0, and the further actions. */
export interface VariantUses {
  readonly waves: readonly number[]
  /** Counted from 1, as in the ledger; null: it is no further action. */
  readonly action: number | null
}

export function usesOf({ waves, actions }: Definition, id: string): VariantUses {
  const action = actions.indexOf(id)
  return {
    waves: (waves?.waves ?? []).flatMap(({ variantId }, index) => (variantId === id ? [index] : [])),
    action: action < 0 ? null : action + 1,
  }
}

/** Whether anybody gets the variant. */
export const isUsed = (definition: Definition, id: string): boolean => {
  const { waves, action } = usesOf(definition, id)
  return waves.length > 0 || action !== null
}

/** The definition without a variant: its waves say the campaign's own content, and it is no action any more. */
export const withoutVariant = (definition: Definition, id: string): Definition => ({
  ...definition,
  variants: definition.variants.filter((one) => one.id !== id),
  actions: definition.actions.filter((one) => one !== id),
  waves: definition.waves && {
    ...definition.waves,
    waves: definition.waves.waves.map((wave) =>
      wave.variantId === id ? { ...wave, variantId: null } : wave,
    ),
  },
})

const longest = 40

/** An id for a variant of this name that none of these has: what the name leaves of lower-case letters and digits. */
export function variantIdFor(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
  const stem = plain.slice(0, longest).replace(/-+$/, '') || 'variant'
  for (let n = 1; ; n++) {
    const end = n === 1 ? '' : `-${n}`
    const id = `${stem.slice(0, longest - end.length)}${end}`
    if (!taken.includes(id)) return id
  }
}

interface Asked {
  campaignId: string
  number: number
  /** When the content was last known to have changed. */
  at: number
  profile?: Record<string, unknown>
  context?: Record<string, unknown>
  /** Instead of the one that the profile asks for. */
  locale?: string
  /** Instead of the campaign’s own content. */
  variant?: string
}

/**
 * Where the rendered message stands. It has an address of its own because a document written into the page would
 * inherit the page's content security policy and lose its styles.
 */
export function previewAddress({ campaignId, number, at, profile, context, locale, variant }: Asked): string {
  const query = new URLSearchParams({ version: String(number), at: String(at) })
  if (profile) query.set('profile', JSON.stringify(profile))
  if (context) query.set('context', JSON.stringify(context))
  if (locale !== undefined) query.set('locale', locale)
  if (variant !== undefined) query.set('variant', variant)
  return `/v1/campaigns/${campaignId}/preview.html?${query}`
}

/** How a rendering is looked at. */
export const views = ['desktop', 'phone', 'dark', 'text', 'source'] as const
export type View = (typeof views)[number]

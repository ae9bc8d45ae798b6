/** The parts of a message that are written as templates. */
export const contentParts = ['subject', 'preheader', 'html', 'text'] as const
export type ContentPart = (typeof contentParts)[number]

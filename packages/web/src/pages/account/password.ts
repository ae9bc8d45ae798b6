export const shortestPassword = 12

export type PasswordFault = 'current' | 'short' | 'same' | 'repeat'
export type PasswordField = 'current' | 'next' | 'repeated'

/** What is wrong with a change of password, by field. */
export function passwordFaults(
  given: Record<PasswordField, string>,
): Partial<Record<PasswordField, PasswordFault>> {
  const { current, next, repeated } = given
  return {
    ...(current === '' && { current: 'current' as const }),
    ...(next.length < shortestPassword
      ? { next: 'short' as const }
      : next === current && { next: 'same' as const }),
    ...(repeated !== next && { repeated: 'repeat' as const }),
  }
}

/** Every permission there is. Endpoints name one; roles and API clients hold sets of them. */
export const scopes = [
  'campaigns:read',
  'campaigns:write',
  'campaigns:publish',
  'executions:read',
  'executions:write',
  'content:read',
  'content:write',
  'content:publish',
  'configurations:read',
  'configurations:write',
  'clients:read',
  'clients:write',
  'audiences:read',
  'audiences:write',
  'profiles:read',
  'profiles:write',
  'suppressions:read',
  'suppressions:write',
  'inbox:read',
  'inbox:write',
] as const

export type Scope = (typeof scopes)[number]

export const isScope = (value: string): value is Scope => (scopes as readonly string[]).includes(value)

export const roles = ['administrator', 'manager', 'approver', 'viewer'] as const
export type Role = (typeof roles)[number]

const reading = scopes.filter((scope) => scope.endsWith(':read') && scope !== 'clients:read')

/** What each role may do (spec section 11: Administrator, Manager, Approver, Viewer). */
export const scopesOf: Record<Role, readonly Scope[]> = {
  administrator: scopes,
  manager: [
    ...reading,
    'campaigns:write',
    'content:write',
    'audiences:write',
    'profiles:write',
    'inbox:write',
  ],
  approver: [
    ...reading,
    'campaigns:write',
    'campaigns:publish',
    'content:write',
    'content:publish',
    'audiences:write',
    'profiles:write',
    'inbox:write',
  ],
  viewer: reading,
}

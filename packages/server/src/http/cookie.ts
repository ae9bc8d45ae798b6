/** The cookie that holds a person's session. */
export const sessionCookie = 'chappe_session'

/** A cookie's value in a request's Cookie header (RFC 6265); the first where it is there twice. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
}

/** A Set-Cookie header for the session: out of reach of scripts and of other sites' requests. */
export function writeCookie(value: string, { maxAge, secure }: { maxAge: number; secure: boolean }): string {
  const life = `Max-Age=${Math.max(0, Math.round(maxAge))}`
  return `${sessionCookie}=${value}; Path=/; ${life}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}

/** A value between single quotes for a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** A command that gets an access token (RFC 6749, section 4.4), ready to paste once the secret is in it. */
export const tokenRequest = (origin: string, id: string, secret: string): string =>
  [
    `curl -sS ${quoted(`${origin}/ims/token/v3`)}`,
    "-d 'grant_type=client_credentials'",
    `-d ${quoted(`client_id=${id}`)}`,
    `--data-urlencode ${quoted(`client_secret=${secret}`)}`,
  ].join(' \\\n  ')

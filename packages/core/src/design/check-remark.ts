import type { DesignRemark } from './schema.ts'

type Code = DesignRemark['code']
type Params = DesignRemark['params']

interface Row {
  readonly level: DesignRemark['level']
  readonly message: (params: Params) => string
}

const error = (message: Row['message']): Row => ({ level: 'error', message })
const warning = (message: Row['message']): Row => ({ level: 'warning', message })

/** Everything that a check can find. Codes and params are stable: other languages translate from them. */
const catalogue: Readonly<Record<Code, Row>> = {
  'image-without-alt': warning(() => 'Say what the image shows, or mark it as decoration.'),
  'image-without-source': error(() => 'The image has no file yet.'),
  'insecure-image': warning(
    ({ address }) => `Some mail programs do not show images fetched without encryption: ${address}.`,
  ),
  'button-without-label': error(() => 'The button says nothing.'),
  'link-without-address': error(({ what }) => `This ${what} leads nowhere: give it an address.`),
  'invalid-address': error(
    ({ address }) => `“${address}” is not an address that a message can carry: begin with https://.`,
  ),
  'low-contrast': warning(
    ({ foreground, background, ratio, needed, mode }) =>
      `${foreground} on ${background} is hard to read${mode === 'dark' ? ' in dark mode' : ''}: contrast ${ratio}, at least ${needed} is needed.`,
  ),
  'empty-design': error(() => 'There is nothing in this message yet.'),
  'html-heavy': warning(
    ({ bytes, limit }) => `The HTML has ${bytes} bytes; mail programs cut messages above ${limit}.`,
  ),
  'columns-mismatch': warning(
    ({ columns, layout }) => `The section has ${columns} column(s), its layout asks for ${layout}.`,
  ),
  compiler: error(({ detail }) => `${detail}`),
}

export function designRemark(code: Code, at: string | null, params: Params = {}): DesignRemark {
  const { level, message } = catalogue[code]
  return { code, level, at, message: message(params), params }
}

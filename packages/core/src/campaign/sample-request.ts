/** A value that a sample names (an environment variable) or spells out. */
export type Value = { readonly env: string } | { readonly text: string }

export interface SampleCall {
  /** Origin of the API, without a slash at its end. */
  readonly publicUrl: string
  readonly organizationId: string
  readonly sandboxName: string
  readonly campaignId: string
  readonly highThroughput: boolean
  readonly namespace: string
  readonly userId: string
  /** Sample values by their names, as deep as the content goes. */
  readonly profile: Readonly<Record<string, unknown>>
  readonly context: Readonly<Record<string, unknown>>
}

export interface Credentials {
  readonly token: Value
  readonly clientId: Value
}

const fromEnvironment: Credentials = { token: { env: 'CHAPPE_TOKEN' }, clientId: { env: 'CHAPPE_CLIENT_ID' } }

export interface SampleRequest {
  readonly url: string
  readonly body: { readonly requestId: string } & Readonly<Record<string, unknown>>
  readonly samples: Readonly<Record<'curl' | 'httpie' | 'javascript' | 'python', string>>
  /** Shell commands that put an access token into $CHAPPE_TOKEN. */
  readonly token: string
}

/**
 * A call that triggers the campaign, ready to run in four dialects. The samples make a new requestId at every
 * run: with the same one the second call would answer the first one's 202 and send nothing.
 */
export function sampleRequest(call: SampleCall, credentials: Credentials = fromEnvironment): SampleRequest {
  const { url, headers, body } = partsOf(call, credentials)
  return {
    url,
    body,
    samples: {
      curl: curl(url, headers, body),
      httpie: httpie(url, headers, body),
      javascript: javascript(url, headers, body),
      python: python(url, headers, body),
    },
    token: tokenCommands(call.publicUrl),
  }
}

/** The cURL sample on one line, so that it can be pasted anywhere, with a requestId of its own at every run. */
export function oneLineCurl(call: SampleCall, credentials: Credentials): string {
  const { url, headers, body } = partsOf(call, credentials)
  const words = headers.map((header) => `-H ${shellHeader(header, ': ')}`)
  return `curl -X POST ${shellWord(url)} ${words.join(' ')} -d ${shellBody(body, JSON.stringify)}`
}

function partsOf(call: SampleCall, credentials: Credentials) {
  const mode = call.highThroughput ? 'highthroughput' : 'unitary'
  const headers: Header[] = [
    ['Authorization', 'Bearer ', credentials.token],
    ['x-api-key', '', credentials.clientId],
    ['x-gw-ims-org-id', '', { text: call.organizationId }],
    ['x-sandbox-name', '', { text: call.sandboxName }],
    ['Content-Type', '', { text: 'application/json' }],
  ]
  return { url: `${call.publicUrl}/ajo/im/executions/${mode}`, headers, body: bodyOf(call) }
}

type Header = readonly [name: string, prefix: string, value: Value]
type Body = SampleRequest['body']

function bodyOf({ campaignId, highThroughput, namespace, userId, profile, context }: SampleCall): Body {
  const some = (values: object) => Object.keys(values).length > 0
  const recipient = {
    type: 'external',
    userId,
    namespace,
    channelData: { emailAddress: userId },
    ...(!highThroughput && some(profile) && { profile }),
    ...(some(context) && { context }),
  }
  return { requestId: 'sample-1', campaignId, recipients: [recipient] }
}

/** The text as one word of a POSIX shell, whatever it contains but NUL. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const shellHeader = ([name, prefix, value]: Header, colon: string): string =>
  'env' in value
    ? `"${name}${colon}${prefix}$${value.env}"`
    : shellWord(`${name}${colon}${prefix}${value.text}`)

/** The body as a word of the shell whose requestId is new every second. */
function shellBody({ requestId: _, ...rest }: Body, print = json): string {
  const whole = print({ requestId: 'sample-', ...rest })
  const split = whole.indexOf('sample-') + 'sample-'.length
  return `${shellWord(whole.slice(0, split))}"$(date +%s)"${shellWord(whole.slice(split))}`
}

const json = (value: unknown): string => JSON.stringify(value, null, 2)

const curl = (url: string, headers: readonly Header[], body: Body): string =>
  [
    `curl -X POST ${shellWord(url)}`,
    ...headers.map((header) => `  -H ${shellHeader(header, ': ')}`),
    `  -d ${shellBody(body)}`,
  ].join(' \\\n')

const httpie = (url: string, headers: readonly Header[], body: Body): string =>
  [
    `http POST ${shellWord(url)}`,
    ...headers.map((header) => `  ${shellHeader(header, ':')}`),
    `  --raw ${shellBody(body)}`,
  ].join(' \\\n')

function javascript(url: string, headers: readonly Header[], { requestId: _, ...rest }: Body): string {
  const quoted = (value: string) => JSON.stringify(value)
  const values = headers.map(([name, prefix, value]) => {
    const variable = 'env' in value ? `process.env.${value.env}` : quoted(prefix + value.text)
    return `    ${quoted(name)}: ${'env' in value && prefix ? `${quoted(prefix)} + ${variable}` : variable},`
  })
  // In an object literal, unlike in JSON, __proto__ is not a member unless its name is computed.
  const members = json(rest)
    .slice(2, -2)
    .replace(/^( *)"__proto__":/gm, '$1["__proto__"]:')
  return [
    `const response = await fetch(${quoted(url)}, {`,
    "  method: 'POST',",
    '  headers: {',
    ...values,
    '  },',
    '  body: JSON.stringify({',
    '    "requestId": crypto.randomUUID(),',
    indent(members, 2),
    '  }),',
    '})',
    'console.log(response.status, await response.json())',
  ].join('\n')
}

function python(url: string, headers: readonly Header[], { requestId: _, ...rest }: Body): string {
  const values = headers.map(([name, prefix, value]) => {
    const variable = 'env' in value ? `os.environ["${value.env}"]` : JSON.stringify(prefix + value.text)
    return `        "${name}": ${'env' in value && prefix ? `"${prefix}" + ${variable}` : variable},`
  })
  return [
    'import os',
    'import uuid',
    '',
    'import requests',
    '',
    'response = requests.post(',
    `    ${JSON.stringify(url)},`,
    '    headers={',
    ...values,
    '    },',
    '    json={',
    '        "requestId": str(uuid.uuid4()),',
    ...Object.entries(rest).map(
      ([name, value]) => `        ${JSON.stringify(name)}: ${pythonLiteral(value, 8)},`,
    ),
    '    },',
    '    timeout=60,',
    ')',
    'print(response.status_code, response.json())',
  ].join('\n')
}

/** JSON's escapes are Python's too; its three words are not. */
function pythonLiteral(value: unknown, depth: number): string {
  const inner = ' '.repeat(depth + 4)
  const block = (open: string, items: string[], close: string) =>
    items.length === 0
      ? open + close
      : `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${' '.repeat(depth)}${close}`
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (Array.isArray(value))
    return block(
      '[',
      value.map((item) => pythonLiteral(item, depth + 4)),
      ']',
    )
  if (typeof value === 'object') {
    const items = Object.entries(value).map(
      ([name, item]) => `${JSON.stringify(name)}: ${pythonLiteral(item, depth + 4)}`,
    )
    return block('{', items, '}')
  }
  return JSON.stringify(value)
}

const indent = (text: string, by: number): string => text.replace(/^/gm, ' '.repeat(by))

const tokenCommands = (publicUrl: string): string =>
  [
    "export CHAPPE_CLIENT_ID='your client id' CHAPPE_CLIENT_SECRET='your client secret'",
    `export CHAPPE_TOKEN="$(curl -s -X POST ${shellWord(`${publicUrl}/ims/token/v3`)} \\`,
    '  -d grant_type=client_credentials \\',
    '  --data-urlencode "client_id=$CHAPPE_CLIENT_ID" \\',
    '  --data-urlencode "client_secret=$CHAPPE_CLIENT_SECRET" \\',
    `  | sed -n 's/.*"access_token": *"\\([^"]*\\)".*/\\1/p')"`,
  ].join('\n')

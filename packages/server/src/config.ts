import type { z } from 'zod'
import { type Bucket, type levels, type Role, type Setting, settings } from './config/settings.ts'

type Name = keyof typeof settings
type Value<N extends Name> = z.output<(typeof settings)[N]['schema']>

export interface Config {
  readonly port: number
  readonly host: string
  /** Without a slash at its end. */
  readonly publicUrl: string
  /** Absolute path. */
  readonly dataFolder: string
  readonly assets: {
    /** Undefined when images are kept in the data folder. */
    readonly bucket: (Bucket & { readonly keyId: string; readonly secret: string }) | undefined
    /** Where images are public, without a slash at its end; undefined: at this installation. */
    readonly url: string | undefined
  }
  readonly databaseUrl: string | undefined
  /** 32 bytes; `undefined` when it is to be read from the data folder. */
  readonly secretKey: Buffer | undefined
  readonly admin: { readonly email: string | undefined; readonly password: string | undefined }
  readonly client: { readonly id: string | undefined; readonly secret: string | undefined }
  readonly organizationId: string | undefined
  /** For the commands that speak to an installation over its API. */
  readonly remote: { readonly token: string | undefined; readonly sandbox: string | undefined }
  readonly demo: boolean
  /** Whether outgoing connections may go to private addresses. */
  readonly allowPrivateNetwork: boolean
  readonly maxBacklog: number
  /** Bytes. */
  readonly maxBody: number
  /** Where mail is taken; undefined when none is. */
  readonly inbound:
    | {
        readonly host: string
        readonly port: number
        /** Files, both or none. */
        readonly certificate: string | undefined
        readonly key: string | undefined
      }
    | undefined
  readonly trustProxy: boolean | number | string
  readonly roles: readonly Role[]
  /** Processes of the role `worker`. */
  readonly workers: number
  readonly logLevel: (typeof levels)[number]
  /** Variables that begin with CHAPPE_ and mean nothing: misspelt, most likely. */
  readonly unknown: readonly string[]
}

/** Every mistake in the environment, one sentence each. */
export class ConfigError extends Error {
  readonly sentences: readonly string[]
  constructor(sentences: readonly string[]) {
    super(sentences.join('\n'))
    this.name = 'ConfigError'
    this.sentences = sentences
  }
}

/** Reads the environment once. An empty variable counts as absent. Throws a ConfigError with all mistakes. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const mistakes: string[] = []
  const value = <N extends Name>(name: N): Value<N> | undefined => {
    const { schema, must, standard, secret } = settings[name] as Setting<Value<N>>
    const given = env[name] || standard
    if (given === undefined) return undefined
    const parsed = schema.safeParse(given)
    if (parsed.success) return parsed.data
    mistakes.push(`${name} must be ${must}${secret ? '' : `; it is "${given}"`}.`)
    return undefined
  }
  const assetsOf = () => {
    const bucket = value('CHAPPE_ASSETS')
    const key = { keyId: value('CHAPPE_ASSETS_KEY_ID'), secret: value('CHAPPE_ASSETS_SECRET') }
    if (bucket && !(key.keyId && key.secret))
      mistakes.push(
        'CHAPPE_ASSETS_KEY_ID and CHAPPE_ASSETS_SECRET must be set: CHAPPE_ASSETS names a bucket.',
      )
    return Object.freeze({ bucket: bucket && { ...bucket, ...key }, url: value('CHAPPE_ASSETS_URL') })
  }
  const inboundOf = () => {
    const [port, host] = [value('CHAPPE_INBOUND_PORT'), value('CHAPPE_INBOUND_HOST')]
    const [certificate, key] = [value('CHAPPE_INBOUND_CERTIFICATE'), value('CHAPPE_INBOUND_KEY')]
    if (!certificate !== !key)
      mistakes.push('CHAPPE_INBOUND_CERTIFICATE and CHAPPE_INBOUND_KEY must be set together.')
    if (port === undefined) return undefined
    if (port === read.port) mistakes.push('CHAPPE_INBOUND_PORT and PORT must be two ports.')
    return Object.freeze({ host, port, certificate, key })
  }
  const read = { port: value('PORT'), host: value('HOST'), publicUrl: value('CHAPPE_URL') }
  const config = {
    ...read,
    publicUrl: read.publicUrl ? new URL(read.publicUrl).origin : `http://localhost:${read.port}`,
    dataFolder: value('CHAPPE_DATA'),
    assets: assetsOf(),
    databaseUrl: value('DATABASE_URL'),
    secretKey: value('CHAPPE_SECRET_KEY'),
    admin: Object.freeze({ email: value('CHAPPE_ADMIN_EMAIL'), password: value('CHAPPE_ADMIN_PASSWORD') }),
    client: Object.freeze({ id: value('CHAPPE_CLIENT_ID'), secret: value('CHAPPE_CLIENT_SECRET') }),
    organizationId: value('CHAPPE_ORG_ID'),
    remote: Object.freeze({ token: value('CHAPPE_TOKEN'), sandbox: value('CHAPPE_SANDBOX') }),
    demo: value('CHAPPE_DEMO'),
    allowPrivateNetwork: value('CHAPPE_ALLOW_PRIVATE_NETWORK'),
    maxBacklog: value('CHAPPE_MAX_BACKLOG'),
    maxBody: value('CHAPPE_MAX_BODY'),
    inbound: inboundOf(),
    trustProxy: value('CHAPPE_TRUST_PROXY'),
    roles: value('ROLES'),
    workers: value('CHAPPE_WORKERS'),
    logLevel: value('LOG_LEVEL'),
    unknown: Object.keys(env).filter((name) => name.startsWith('CHAPPE_') && !known.has(name)),
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return Object.freeze(config) as Config
}

const testServer = 'CHAPPE_TEST_DATABASE_URL'
const known = new Set([...Object.keys(settings), testServer])

/** The PostgreSQL that tests use instead of starting their own, as a role that may create databases. */
export function testServerUrl(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env[testServer] || undefined
}

/** The environment of a child process: ours, with the database that was opened for it. */
export function childEnvironment(
  databaseUrl: string,
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return { ...env, DATABASE_URL: databaseUrl }
}

import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'

const roles = ['api', 'worker'] as const
export type Role = (typeof roles)[number]

export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max)
const flag = z.enum(['0', '1']).transform((value) => value === '1')
const text = z.string().min(1)

export interface Bucket {
  readonly bucket: string
  /** Before every key; empty, or ended by a slash. */
  readonly prefix: string
  readonly endpoint: string | undefined
  readonly region: string
}

export interface Setting<Out = unknown> {
  schema: z.ZodType<Out, string>
  /** What a value must be: the sentence "NAME must be …" is made of it. */
  must: string
  /** In the variable's own spelling; none when leaving it out means something of its own. */
  standard?: string
  /** Never printed, not even in a mistake. */
  secret?: true
  about: string
}

const setting = <Out>(given: Setting<Out>) => given

/** Everything that can be set from outside, in the order of the documentation. */
export const settings = {
  PORT: setting({
    schema: whole(1, 65_535),
    must: 'a whole number from 1 to 65535',
    standard: '8025',
    about: 'Port of the UI and the API.',
  }),
  HOST: setting({
    schema: text,
    must: 'an address of this machine',
    standard: '127.0.0.1',
    about:
      'Address to listen on. The default is reachable from this machine only; `0.0.0.0` (in a container, or behind a proxy) is reachable from everywhere.',
  }),
  CHAPPE_URL: setting({
    schema: z.url({ protocol: /^https?$/ }).refine(isOrigin),
    must: 'an address such as https://mail.example.com, without a path',
    about:
      'Origin under which people reach this installation; links, pixels and unsubscribe addresses begin with it. Without it: `http://localhost:` and the port.',
  }),
  CHAPPE_DATA: setting({
    schema: text.transform((path) => resolve(path.replace(/^~(?=\/|$)/, homedir()))),
    must: 'a folder',
    standard: '.chappe',
    about:
      'Data folder: the embedded database, the secret key and uploaded images. Relative to the current folder.',
  }),
  CHAPPE_ASSETS: setting({
    schema: z.string().transform(bucketOf),
    must: 'an address such as s3://bucket/prefix?endpoint=https://s3.example.com&region=eu-west-1',
    about:
      'Bucket for uploaded images, of any service that speaks S3’s protocol: its name, what their keys begin with, the origin of the service (without it Amazon’s of the region) and its region. Without it images are files in the data folder, for one machine only.',
  }),
  CHAPPE_ASSETS_KEY_ID: setting({
    schema: text,
    must: 'an access key’s id',
    about: 'Access key of the bucket: it may put and get objects, and needs no more.',
  }),
  CHAPPE_ASSETS_SECRET: setting({
    schema: text,
    must: 'a secret',
    secret: true,
    about: 'Secret of the bucket’s access key.',
  }),
  CHAPPE_ASSETS_URL: setting({
    schema: z.url({ protocol: /^https?$/ }).transform((address) => address.replace(/\/+$/, '')),
    must: 'an address such as https://images.example.com/mail',
    about:
      'Public address of the bucket or of what stands before it, prefix included; messages show images from there. Without it they come from `/a/` of this installation.',
  }),
  DATABASE_URL: setting({
    schema: z.string().regex(/^postgres(ql)?:\/\//),
    must: 'a connection string that begins with postgresql://',
    secret: true,
    about: 'PostgreSQL 15 to 18 to use instead of the embedded one.',
  }),
  CHAPPE_SECRET_KEY: setting({
    schema: z
      .string()
      .transform(keyBytes)
      .refine((key) => key.length === 32),
    must: '32 bytes, in hexadecimal or base64',
    secret: true,
    about:
      'Master key of stored secrets and signed links. Without it one is made in `secret.key` in the data folder. Several machines need the same.',
  }),
  CHAPPE_ADMIN_EMAIL: setting({
    schema: z.email(),
    must: 'an email address',
    about: 'The first administrator, made when the database is empty.',
  }),
  CHAPPE_ADMIN_PASSWORD: setting({
    schema: text,
    must: 'a password',
    secret: true,
    about: 'Password of the first administrator. Without it one is made and printed once.',
  }),
  CHAPPE_CLIENT_ID: setting({ schema: text, must: 'an identifier', about: 'The first API client.' }),
  CHAPPE_CLIENT_SECRET: setting({
    schema: text,
    must: 'a secret',
    secret: true,
    about: 'Secret of the first API client. Without it one is made and printed once.',
  }),
  CHAPPE_ORG_ID: setting({
    schema: text,
    must: 'an identifier',
    about: 'Identifier of the first organization.',
  }),
  CHAPPE_TOKEN: setting({
    schema: text,
    must: 'an access token',
    secret: true,
    about:
      'Access token for `chappe apply` and `chappe export`, which speak to the installation at `CHAPPE_URL`. Without it they get one for the API client above.',
  }),
  CHAPPE_SANDBOX: setting({
    schema: text,
    must: 'the name of a sandbox',
    about: 'Sandbox for `chappe apply` and `chappe export`. Without it: `prod`.',
  }),
  CHAPPE_DEMO: setting({
    schema: flag,
    must: '0 or 1',
    standard: '1',
    about: 'Whether an empty database is given the demo data.',
  }),
  CHAPPE_ALLOW_PRIVATE_NETWORK: setting({
    schema: flag,
    must: '0 or 1',
    standard: '0',
    about:
      'Whether relays and web hooks may have private addresses (loopback, local network, cloud metadata). With `0` somebody who may configure a channel cannot reach what only this machine can.',
  }),
  CHAPPE_MAX_BACKLOG: setting({
    schema: whole(1, 1_000_000_000),
    must: 'a whole number from 1 to 1000000000',
    standard: '200000',
    about: 'Messages waiting for delivery beyond which calls are answered 429.',
  }),
  CHAPPE_MAX_BODY: setting({
    schema: whole(65_536, 1_073_741_824),
    must: 'a number of bytes from 65536 to 1073741824',
    standard: '4194304',
    about: 'Largest request body in bytes; uploads of images and imports of emails have limits of their own.',
  }),
  CHAPPE_INBOUND_PORT: setting({
    schema: whole(1, 65_535),
    must: 'a whole number from 1 to 65535',
    about:
      'Port on which the worker takes bounces, complaints and unsubscriptions by mail (SMTP), for the addresses of feedback sources and for nobody else. Without it none is opened.',
  }),
  CHAPPE_INBOUND_HOST: setting({
    schema: text,
    must: 'an address of this machine',
    standard: '127.0.0.1',
    about: 'Address to take mail on; `0.0.0.0` is reachable from everywhere.',
  }),
  CHAPPE_INBOUND_CERTIFICATE: setting({
    schema: text.transform((path) => resolve(path)),
    must: 'a file',
    about: 'Certificate (PEM, with its chain) for STARTTLS on that port. Without it mail comes unencrypted.',
  }),
  CHAPPE_INBOUND_KEY: setting({
    schema: text.transform((path) => resolve(path)),
    must: 'a file',
    about: 'Private key (PEM) of that certificate.',
  }),
  CHAPPE_TRUST_PROXY: setting({
    schema: z
      .string()
      .transform((value) => (value === '0' ? false : /^\d+$/.test(value) ? Number(value) : value)),
    must: '0, the number of proxies in front, or their addresses and ranges separated by commas',
    standard: '0',
    about:
      'Proxies whose `X-Forwarded-For` is believed: none, so many in a row, or these. Without it every caller behind a proxy counts as one place in the limits on signing in.',
  }),
  ROLES: setting({
    schema: z
      .string()
      .transform((list) => [...new Set(list.split(',').map((role) => role.trim()))])
      .pipe(z.array(z.enum(roles)).min(1)),
    must: 'api, worker, or both separated by a comma',
    standard: 'api,worker',
    about: 'Which processes run here: `api` answers people and systems, `worker` delivers.',
  }),
  CHAPPE_WORKERS: setting({
    schema: whole(1, 64),
    must: 'a whole number from 1 to 64',
    standard: '1',
    about: 'Processes that deliver, on this machine; each uses one core at most.',
  }),
  LOG_LEVEL: setting({
    schema: z.enum(levels),
    must: `one of ${levels.join(', ')}`,
    standard: 'info',
    about: 'How much is logged, on the error output.',
  }),
}

function isOrigin(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { pathname, search, hash, username } = new URL(address)
  return pathname === '/' && search === '' && hash === '' && username === ''
}

/** What an `s3:` address says; throws nothing, but makes the schema refuse it. */
function bucketOf(address: string, check: z.RefinementCtx): Bucket {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const endpoint = url?.searchParams.get('endpoint') || undefined
  const region = url?.searchParams.get('region') || (endpoint ? 'auto' : 'us-east-1')
  const isRight =
    url?.protocol === 's3:' &&
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(url.hostname) &&
    /^[\w./-]*$/.test(url.pathname) &&
    /^[\w-]+$/.test(region) &&
    (endpoint === undefined || (/^https?:/.test(endpoint) && isOrigin(endpoint))) &&
    url.username === ''
  if (!isRight) check.addIssue({ code: 'custom' })
  const prefix = url?.pathname.replace(/^\/+|\/+$/g, '') ?? ''
  return {
    bucket: url?.hostname ?? '',
    prefix: prefix === '' ? '' : `${prefix}/`,
    endpoint: endpoint && isOrigin(endpoint) ? new URL(endpoint).origin : undefined,
    region,
  }
}

function keyBytes(given: string): Buffer {
  return /^[0-9a-f]{64}$/i.test(given) ? Buffer.from(given, 'hex') : Buffer.from(given, 'base64')
}

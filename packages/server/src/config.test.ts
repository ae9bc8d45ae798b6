import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { configDoc } from './config/help.ts'
import { type ConfigError, readConfig } from './config.ts'

const mistakes = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    return (error as ConfigError).sentences
  }
}

test('nothing needs to be set', () => {
  expect(readConfig({})).toMatchObject({
    port: 8025,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:8025',
    dataFolder: resolve('.chappe'),
    databaseUrl: undefined,
    secretKey: undefined,
    demo: true,
    allowPrivateNetwork: false,
    maxBacklog: 200_000,
    roles: ['api', 'worker'],
    workers: 1,
    logLevel: 'info',
    unknown: [],
  })
})

test('an empty variable counts as absent, as compose files leave them', () => {
  expect(readConfig({ PORT: '', CHAPPE_ADMIN_EMAIL: '', DATABASE_URL: '' }).port).toBe(8025)
})

test('all mistakes are told at once, in sentences', () => {
  expect(
    mistakes({
      PORT: 'eighty',
      CHAPPE_URL: 'example.com/mail',
      CHAPPE_DEMO: 'no',
      CHAPPE_ADMIN_EMAIL: 'someone',
      ROLES: 'api,cook',
      LOG_LEVEL: 'loud',
      CHAPPE_ALLOW_PRIVATE_NETWORK: 'yes',
    }),
  ).toEqual([
    'PORT must be a whole number from 1 to 65535; it is "eighty".',
    'CHAPPE_URL must be an address such as https://mail.example.com, without a path; it is "example.com/mail".',
    'CHAPPE_ADMIN_EMAIL must be an email address; it is "someone".',
    'CHAPPE_DEMO must be 0 or 1; it is "no".',
    'CHAPPE_ALLOW_PRIVATE_NETWORK must be 0 or 1; it is "yes".',
    'ROLES must be api, worker, or both separated by a comma; it is "api,cook".',
    'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent; it is "loud".',
  ])
})

test('a mistake in a secret does not repeat the secret', () => {
  const said = mistakes({ CHAPPE_SECRET_KEY: 'hunter2', DATABASE_URL: 'mysql://root:hunter2@db/x' })
  expect(said).toHaveLength(2)
  expect(said.join()).not.toContain('hunter2')
})

test('the secret key is 32 bytes in hexadecimal or in base64', () => {
  const key = Buffer.alloc(32, 7)
  expect(readConfig({ CHAPPE_SECRET_KEY: key.toString('hex') }).secretKey).toEqual(key)
  expect(readConfig({ CHAPPE_SECRET_KEY: key.toString('base64') }).secretKey).toEqual(key)
  expect(readConfig({ CHAPPE_SECRET_KEY: key.toString('base64url') }).secretKey).toEqual(key)
  expect(mistakes({ CHAPPE_SECRET_KEY: key.toString('hex').slice(2) })).toHaveLength(1)
})

test('the public address loses its slash, and its default follows the port', () => {
  expect(readConfig({ CHAPPE_URL: 'https://mail.example.com/' }).publicUrl).toBe('https://mail.example.com')
  expect(readConfig({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000')
})

test('a misspelt variable is noticed', () => {
  expect(readConfig({ CHAPPE_ADMIN_PASWORD: 'x', CHAPPE_DEMO: '0' }).unknown).toEqual([
    'CHAPPE_ADMIN_PASWORD',
  ])
})

test('the configuration cannot be changed after it was read', () => {
  const config = readConfig({}) as { port: number }
  expect(() => {
    config.port = 1
  }).toThrow(TypeError)
})

test('the documentation has a row for every setting and no secret default', () => {
  const doc = configDoc()
  for (const name of ['PORT', 'HOST', 'CHAPPE_DATA', 'DATABASE_URL', 'CHAPPE_MAX_BODY', 'LOG_LEVEL'])
    expect(doc).toContain(`| \`${name}\` |`)
  expect(doc.split('\n')[2]).toMatch(/^\| `PORT` \| `8025` \| a whole number/)
})

test('a bucket for images is named by an address, with its key beside it', () => {
  const key = { CHAPPE_ASSETS_KEY_ID: 'k', CHAPPE_ASSETS_SECRET: 's' }
  const read = (address: string) => readConfig({ CHAPPE_ASSETS: address, ...key }).assets.bucket
  expect(readConfig({}).assets).toEqual({ bucket: undefined, url: undefined })
  expect(read('s3://pictures')).toEqual({
    bucket: 'pictures',
    prefix: '',
    endpoint: undefined,
    region: 'us-east-1',
    keyId: 'k',
    secret: 's',
  })
  expect(read('s3://pictures/mail/2026/?endpoint=https://s3.example.com/&region=eu-3')).toMatchObject({
    prefix: 'mail/2026/',
    endpoint: 'https://s3.example.com',
    region: 'eu-3',
  })
  expect(readConfig({ CHAPPE_ASSETS_URL: 'https://images.example.com/mail/' }).assets.url).toBe(
    'https://images.example.com/mail',
  )
})

test('an address that names no bucket, and a bucket without its key, are mistakes', () => {
  const key = { CHAPPE_ASSETS_KEY_ID: 'k', CHAPPE_ASSETS_SECRET: 's' }
  for (const address of ['pictures', 'https://x.example', 's3://', 's3://A/x y', 's3://b?endpoint=x/y'])
    expect(mistakes({ CHAPPE_ASSETS: address, ...key }), address).toEqual([
      expect.stringContaining('CHAPPE_ASSETS must be an address such as s3://'),
    ])
  expect(mistakes({ CHAPPE_ASSETS: 's3://pictures' })).toEqual([
    'CHAPPE_ASSETS_KEY_ID and CHAPPE_ASSETS_SECRET must be set: CHAPPE_ASSETS names a bucket.',
  ])
})

test('mail is taken on a port of its own, encrypted when there is a certificate with its key', () => {
  expect(readConfig({}).inbound).toBeUndefined()
  expect(readConfig({ CHAPPE_INBOUND_PORT: '2525' }).inbound).toEqual({
    host: '127.0.0.1',
    port: 2525,
    certificate: undefined,
    key: undefined,
  })
  expect(mistakes({ CHAPPE_INBOUND_PORT: 'smtp', CHAPPE_INBOUND_KEY: 'key.pem' })).toEqual([
    'CHAPPE_INBOUND_PORT must be a whole number from 1 to 65535; it is "smtp".',
    'CHAPPE_INBOUND_CERTIFICATE and CHAPPE_INBOUND_KEY must be set together.',
  ])
  expect(mistakes({ CHAPPE_INBOUND_PORT: '8025' })).toEqual([
    'CHAPPE_INBOUND_PORT and PORT must be two ports.',
  ])
})

import { createPrivateKey } from 'node:crypto'
import { z } from 'zod'
import { setting } from '../../provider.ts'

const text = (longest = 255) => z.string().trim().max(longest).default('')
const secret = z.string().max(10_000).default('')

const privateKey = secret.refine(
  (pem) => pem === '' || signs(pem),
  'A PEM private key, RSA of 1024 bits or more, or Ed25519',
)

function signs(pem: string): boolean {
  try {
    const key = createPrivateKey(pem)
    // RFC 8301: a shorter RSA key must not be used.
    return key.asymmetricKeyType === 'ed25519' || (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 1024
  } catch {
    return false
  }
}

/** What a relay asks to be told. Flat, so that a form can be drawn from it. */
export const Settings = z
  .object({
    host: setting(z.string().trim().min(1).max(255), {
      label: { en: 'Host', fr: 'Hôte' },
      help: { en: 'Name or address of the relay', fr: 'Nom ou adresse du relais' },
    }),
    port: setting(z.int().min(1).max(65_535).default(587), { label: { en: 'Port', fr: 'Port' } }),
    security: setting(z.enum(['opportunistic', 'required', 'implicit', 'none']).default('opportunistic'), {
      label: { en: 'Encryption', fr: 'Chiffrement' },
      help: {
        en: 'Port 465 usually asks for TLS from the start, ports 25 and 587 for STARTTLS.',
        fr: 'Le port 465 demande en général TLS dès la connexion, les ports 25 et 587 STARTTLS.',
      },
    }),
    verifyCertificate: setting(z.boolean().default(true), {
      label: { en: 'Verify the certificate', fr: 'Vérifier le certificat' },
    }),
    authentication: setting(z.enum(['auto', 'plain', 'login', 'xoauth2']).default('auto'), {
      label: { en: 'Authentication', fr: 'Authentification' },
    }),
    username: setting(text(), { label: { en: 'User name', fr: 'Identifiant' } }),
    password: setting(secret, {
      secret: true,
      toldTo: 'host',
      label: { en: 'Password', fr: 'Mot de passe' },
    }),
    accessToken: setting(secret, {
      secret: true,
      toldTo: 'host',
      label: { en: 'OAuth 2 access token', fr: 'Jeton d’accès OAuth 2' },
    }),
    connections: setting(z.int().min(1).max(50).default(4), {
      label: { en: 'Connections at most', fr: 'Connexions au plus' },
    }),
    messagesPerConnection: setting(z.int().min(1).max(100_000).default(500), {
      label: { en: 'Messages per connection', fr: 'Messages par connexion' },
    }),
    pipelining: setting(z.boolean().default(true), {
      label: {
        en: 'Use PIPELINING and CHUNKING when offered',
        fr: 'Utiliser PIPELINING et CHUNKING si proposés',
      },
    }),
    heloName: setting(
      text().refine((name) => /^[\w.:[\]-]*$/.test(name), 'A host name'),
      {
        label: { en: 'Name given in EHLO', fr: 'Nom annoncé dans EHLO' },
      },
    ),
    dkimDomain: setting(
      text().refine((name) => /^[a-z0-9.-]*$/i.test(name), 'A domain, in its ASCII form'),
      {
        label: { en: 'DKIM domain', fr: 'Domaine DKIM' },
        help: {
          en: 'Leave empty when the relay signs',
          fr: 'À laisser vide si le relais signe',
        },
      },
    ),
    dkimSelector: setting(
      text().refine((name) => /^[a-z0-9._-]*$/i.test(name), 'A selector'),
      {
        label: { en: 'DKIM selector', fr: 'Sélecteur DKIM' },
      },
    ),
    dkimPrivateKey: setting(privateKey, {
      secret: true,
      multiline: true,
      label: { en: 'DKIM private key (PEM, RSA or Ed25519)', fr: 'Clé privée DKIM (PEM, RSA ou Ed25519)' },
    }),
    dkimSecondSelector: setting(
      text().refine((name) => /^[a-z0-9._-]*$/i.test(name), 'A selector'),
      {
        label: { en: 'Second DKIM selector', fr: 'Second sélecteur DKIM' },
      },
    ),
    dkimSecondPrivateKey: setting(privateKey, {
      secret: true,
      multiline: true,
      label: { en: 'Second DKIM private key', fr: 'Seconde clé privée DKIM' },
    }),
  })
  .superRefine((given, { addIssue }) => {
    const missing = (path: keyof typeof given, message: string) =>
      addIssue({ code: 'custom', path: [path], message })
    if (given.authentication === 'xoauth2' && given.accessToken === '')
      missing('accessToken', 'XOAUTH2 needs an access token')
    if (given.username === '' && (given.password !== '' || given.accessToken !== ''))
      missing('username', 'A password or token needs a user name')
    if (given.dkimDomain !== '' && given.dkimSelector === '')
      missing('dkimSelector', 'A DKIM domain needs a selector')
    if (given.dkimDomain !== '' && given.dkimPrivateKey === '')
      missing('dkimPrivateKey', 'A DKIM domain needs a key')
    if (given.dkimSecondPrivateKey !== '' && given.dkimSecondSelector === '')
      missing('dkimSecondSelector', 'A second key needs a second selector')
  })

export type Settings = z.output<typeof Settings>

/** How long each step may take, in milliseconds, and how much may be under way on one connection. */
export type Tuning = {
  readonly connect: number
  readonly greeting: number
  /** Any command but the ones below. */
  readonly command: number
  /** From DATA to 354, and from one accepted part of a long body to the next. */
  readonly data: number
  /** From the last octet to the answer; giving up early doubles messages (RFC 1047). */
  readonly message: number
  /** A connection without work is ended after this. */
  readonly idle: number
  /** Messages begun and not answered on one connection, where CHUNKING lets several be under way. */
  readonly inFlight: number
  /** Octets that may wait in a socket before we stop writing to it. */
  readonly pending: number
}

// RFC 5321 4.5.3.2 asks for five minutes per command of a client that roams the Internet; this one speaks to one
// relay and has a retry window, so it waits less, except for the last answer.
export const patient: Tuning = {
  connect: 15_000,
  greeting: 60_000,
  command: 60_000,
  data: 120_000,
  message: 600_000,
  idle: 15_000,
  inFlight: 8,
  pending: 262_144,
}

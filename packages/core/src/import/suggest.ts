import { consentChannels } from '../consent/schema.ts'
import { FieldPath } from '../profile/fields.ts'
import type { IdentityNamespace } from '../profile/namespaces.ts'
import { readPhone } from '../profile/phone.ts'
import { folded, readYes } from './cells.ts'
import type { Target } from './schema.ts'

/** What headings, folded, usually mean. */
const meanings: readonly (readonly [target: Target, headings: string])[] = [
  ['identity:email', 'email mail emailaddress mailaddress adressemail adresseemail courriel adressecourriel'],
  [
    'identity:phone',
    'phone phonenumber mobile mobilephone mobilenumber cell cellphone tel telephone portable gsm numerodetelephone telephonemobile telephoneportable numerodemobile',
  ],
  [
    'identity:crmid',
    'crmid id customerid clientid contactid idclient idcontact numeroclient numclient noclient nclient',
  ],
  ['identity:ecid', 'ecid'],
  ['attribute:person.name.firstName', 'firstname givenname prenom'],
  ['attribute:person.name.lastName', 'lastname surname familyname nom nomdefamille'],
  ['attribute:person.name.fullName', 'fullname name nomcomplet nometprenom prenometnom'],
  ['attribute:person.birthDate', 'birthdate birthday dateofbirth dob datedenaissance naissance anniversaire'],
  ['attribute:person.gender', 'gender sex genre sexe'],
  ['attribute:homeAddress.street1', 'street street1 address addressline1 adresse adresse1 rue'],
  ['attribute:homeAddress.city', 'city town ville commune localite'],
  ['attribute:homeAddress.postalCode', 'postalcode postcode zip zipcode codepostal cp npa'],
  ['attribute:homeAddress.country', 'country countrycode pays codepays'],
  ['attribute:loyalty.tier', 'tier loyaltytier niveaudefidelite niveaufidelite'],
  ['attribute:loyalty.points', 'points loyaltypoints pointsdefidelite pointsfidelite'],
  ['attribute:preferredLanguage', 'language lang locale preferredlanguage langue languepreferee'],
  ['attribute:timeZone', 'timezone tz fuseauhoraire'],
  [
    'consent:email',
    'optin emailoptin optinemail emailconsent consentemail newsletter consentementemail abonne',
  ],
  ['consent:sms', 'smsoptin optinsms smsconsent consentsms consentementsms'],
  ['consent:push', 'pushoptin optinpush pushconsent consentpush consentementpush'],
  ['test', 'test testprofile istest profiltest profildetest'],
]
const byHeading = new Map(
  meanings.flatMap(([target, headings]) => headings.split(' ').map((heading) => [heading, target] as const)),
)

export interface Known {
  readonly namespaces: readonly IdentityNamespace[]
  /** Paths of declared and standard attributes. */
  readonly paths: readonly string[]
  readonly topics: readonly { readonly key: string; readonly channels: readonly string[] }[]
}

interface Column {
  /** Empty where the file names none. */
  readonly name: string
  /** Some of its cells, trimmed, none empty. */
  readonly cells: readonly string[]
}

/** What each column probably is, by its heading, otherwise by its cells; each target once. */
export function suggestTargets(columns: readonly Column[], known: Known): Target[] {
  const named = new Map<string, Target>(byHeading)
  for (const { key, channels } of known.topics)
    for (const channel of consentChannels.filter((one) => channels.includes(one)).reverse())
      named.set(folded(key), `consent:${channel}/${key}`)
  for (const path of known.paths) named.set(folded(path), `attribute:${path}`)
  for (const { key, name } of known.namespaces)
    for (const word of [key, name]) named.set(folded(word), `identity:${key}`)
  const used = new Set<Target>()
  const once = (target: Target | undefined) => {
    if (target === undefined || used.has(target)) return undefined
    used.add(target)
    return target
  }
  const sure = columns.map(({ name }) => once(exact(name, named)))
  return columns.map(
    (column, index) =>
      sure[index] ??
      once(byCells(column)) ??
      once(agreement(column)) ??
      once(ownAttribute(column.name)) ??
      'ignore',
  )
}

function exact(name: string, named: ReadonlyMap<string, Target>): Target | undefined {
  const path = name.trim().replace(/^profile\./, '')
  return named.get(folded(path)) ?? (path.includes('.') && isOwnPath(path) ? `attribute:${path}` : undefined)
}

/** Files have mistakes: most cells say what a column is. */
const most = (cells: readonly string[], fits: (cell: string) => boolean): boolean =>
  cells.length > 0 && cells.filter(fits).length >= cells.length * 0.8

function byCells({ cells }: Column): Target | undefined {
  if (most(cells, looksLikeEmail)) return 'identity:email'
  if (most(cells, (cell) => /^(\+|00)/.test(cell) && readPhone(cell).ok)) return 'identity:phone'
  return undefined
}

const channelWords = { email: /mail|courriel/, sms: /sms|texto/, push: /push/ } as const
const agreed = /optin|accord|consent|autoris|agree|permission|abonn|subscri/
const refused = /optout|desabonn|unsubscri|desinscri|refus/

/** `Accord e-mail`, `Consentement aux SMS`: a channel and an agreement, in any order, above cells most of which say yes or no. */
function agreement({ name, cells }: Column): Target | undefined {
  const words = folded(name)
  if (!agreed.test(words) || refused.test(words)) return undefined
  if (!most(cells, (cell) => readYes(cell) !== undefined)) return undefined
  const channel = consentChannels.find((one) => channelWords[one].test(words))
  return channel && `consent:${channel}`
}

/** `Nombre d’achats` → nombreDAchats. */
function ownAttribute(name: string): Target | undefined {
  const [first = '', ...rest] = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
  const lower = first === first.toUpperCase() ? first.toLowerCase() : first[0]?.toLowerCase() + first.slice(1)
  const path = lower + rest.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')
  return first !== '' && isOwnPath(path) ? `attribute:${path}` : undefined
}

/** Whether attributes may be at a path; `__proto__` is a name that objects of ours do not have. */
export const isOwnPath = (path: string): boolean =>
  FieldPath.safeParse(path).success && !path.split('.').includes('__proto__')

export const looksLikeEmail = (text: string): boolean => /^[^\s@"<>,;]+@[^\s@"<>,;]+$/.test(text)

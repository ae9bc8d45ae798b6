interface DemoPerson {
  readonly first: string
  readonly last: string
  readonly email: string
  readonly language: 'fr' | 'en'
  readonly city: string
  readonly country: string
  readonly timeZone: string
  readonly tier: 'gold' | 'silver' | 'bronze'
  readonly points: number
}

// Addresses of example.com and its like lead nowhere (RFC 2606).
const rows: readonly (readonly [
  ...[string, string, string, string, string, string, string],
  string,
  number,
])[] = [
  ['Marie', 'Durand', 'marie.durand@example.com', 'fr', 'Lyon', 'France', 'Europe/Paris', 'gold', 1840],
  [
    'James',
    'Whitfield',
    'james.whitfield@example.com',
    'en',
    'Bristol',
    'United Kingdom',
    'Europe/London',
    'silver',
    620,
  ],
  ['Amina', 'Benali', 'amina.benali@example.org', 'fr', 'Marseille', 'France', 'Europe/Paris', 'bronze', 90],
  ['Paul', 'Martin', 'paul.martin@example.com', 'fr', 'Lille', 'France', 'Europe/Paris', 'silver', 710],
  ['Grace', 'Okafor', 'grace.okafor@example.net', 'en', 'Dublin', 'Ireland', 'Europe/Dublin', 'gold', 2230],
  ['Léa', 'Fontaine', 'lea.fontaine@example.org', 'fr', 'Genève', 'Suisse', 'Europe/Zurich', 'bronze', 45],
  [
    'Oliver',
    'Bennett',
    'oliver.bennett@example.com',
    'en',
    'Toronto',
    'Canada',
    'America/Toronto',
    'silver',
    505,
  ],
  [
    'Chloé',
    'Tremblay',
    'chloe.tremblay@example.net',
    'fr',
    'Québec',
    'Canada',
    'America/Toronto',
    'gold',
    1520,
  ],
  ['Noah', 'Fischer', 'noah.fischer@example.com', 'en', 'Berlin', 'Germany', 'Europe/Berlin', 'bronze', 130],
  ['Inès', 'Moreau', 'ines.moreau@example.org', 'fr', 'Nantes', 'France', 'Europe/Paris', 'silver', 840],
  [
    'Emily',
    'Carter',
    'emily.carter@example.net',
    'en',
    'Boston',
    'United States',
    'America/New_York',
    'bronze',
    60,
  ],
  [
    'Hugo',
    'Lambert',
    'hugo.lambert@example.com',
    'fr',
    'Bruxelles',
    'Belgique',
    'Europe/Brussels',
    'gold',
    1975,
  ],
]

export const demoPeople = rows.map(
  ([first, last, email, language, city, country, timeZone, tier, points]) =>
    ({ first, last, email, language, city, country, timeZone, tier, points }) as DemoPerson,
)

export const attributesOf = (person: DemoPerson) => ({
  person: {
    name: { firstName: person.first, lastName: person.last, fullName: `${person.first} ${person.last}` },
  },
  personalEmail: { address: person.email },
  preferredLanguage: person.language,
  homeAddress: { city: person.city, country: person.country },
  timeZone: person.timeZone,
  loyalty: { tier: person.tier, points: person.points },
})

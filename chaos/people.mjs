// Whom the campaigns are for. What is the matter with somebody follows from the number alone, so that the books can be
// checked person by person.

/** Reasons in the order in which the worker finds them; null: nothing is the matter. */
export function matterWith(n) {
  if (n % 89 === 11) return 'left-out'
  if (n % 211 === 7) return 'no-address'
  if (n % 401 === 9) return 'malformed-address'
  if (n % 31 === 3 || n % 53 === 5) return 'no-consent'
  if (n % 97 === 2) return 'suppressed'
  if (n % 503 === 13) return 'refused'
  return null
}

export const addressOf = (n) =>
  `${matterWith(n) === 'refused' ? 'refused-' : 'p'}${String(n).padStart(7, '0')}@chaos.example`

const idOf = (n) => `('0190a000-0000-7000-8001-' || lpad(to_hex(${n}), 12, '0'))::uuid`
/** The number of a person whose id is this. */
export const numberOf = (id) => Number.parseInt(id.slice(-12), 16)

/** Puts people 0 … count - 1 into the sandbox `prod`. */
export async function settle(sql, count) {
  const numbers = Array.from({ length: count }, (_, n) => n)
  const has = (matter) => numbers.filter((n) => matterWith(n) === matter)
  await sql(
    `insert into profile (sandbox_id, id, attributes)
     select s.id, ${idOf('n')}, jsonb_build_object('n', n, 'leftOut', n = any($2::int[]),
              'person', jsonb_build_object('name', jsonb_build_object('firstName', 'Marie' || n % 900)))
            || case when n = any($3::int[]) then '{"personalEmail":{"address":"not an address"}}' else '{}' end::jsonb
       from sandbox s, generate_series(0, $1::int - 1) n where s.name = 'prod'`,
    [count, has('left-out'), has('malformed-address')],
  )
  const reachable = numbers.filter((n) => !['no-address', 'malformed-address'].includes(matterWith(n)))
  await sql(
    `insert into profile_identity (sandbox_id, namespace, value, profile_id)
     select s.id, 'email', a.address, ${idOf('a.n')}
       from sandbox s, unnest($1::int[], $2::text[]) as a(n, address) where s.name = 'prod'`,
    [reachable, reachable.map(addressOf)],
  )
  const refusing = has('no-consent')
  await sql(
    `insert into consent (sandbox_id, channel, subject, choice, source)
     select s.id, 'email', subject, 'out', 'chaos' from sandbox s, unnest($1::text[]) subject where s.name = 'prod'`,
    [
      refusing.map((n) =>
        n % 31 === 3
          ? `profile:0190a000-0000-7000-8001-${n.toString(16).padStart(12, '0')}`
          : `address:${addressOf(n)}`,
      ),
    ],
  )
  await sql(
    `insert into suppression (sandbox_id, value, type, category, reason)
     select s.id, address, 'address', 'manual', 'chaos' from sandbox s, unnest($1::text[]) address where s.name = 'prod'`,
    [has('suppressed').map(addressOf)],
  )
  await sql('analyze profile, profile_identity, consent, suppression')
}

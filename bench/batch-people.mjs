// Whom the batch benchmark writes to, and what.
const paragraph =
  '<p style="margin:0 0 16px">Des nouvelles de l’atelier, choisies pour vous et pour personne d’autre.</p>\n'

/** About 10 KB: 3 fields, a condition, 5 tracked links, a pixel. */
export const content = {
  subject: 'Bonjour {{profile.person.name.firstName}}, des nouvelles',
  html: `<html><body><h1>Bonjour {{profile.person.name.firstName}}</h1>
{%#if profile.loyalty.points > 1000%}<p>{{profile.loyalty.points}} points</p>{%/if%}
${paragraph.repeat(90)}
${[1, 2, 3, 4, 5].map((n) => `<a href="https://shop.example/page/${n}">Page ${n}</a>`).join('\n')}
<a href="{{system.unsubscribeUrl}}">Se désabonner</a></body></html>`,
  text: 'Bonjour {{profile.person.name.firstName}}',
}

export const emailOf = (n) => `p${String(n).padStart(7, '0')}@bench.example`
export const attributesOf = (n) => ({
  n,
  person: { name: { firstName: `Marie${n % 900}` } },
  loyalty: { points: n % 5_000 },
})

/** People with an address, three attributes as `attributesOf` says, and a word about email from every third. */
export async function seed(database, count) {
  await database.query(
    `with new as (
       insert into profile (sandbox_id, id, attributes)
       select s.id, ('0190a000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid,
              jsonb_build_object('n', n, 'person', jsonb_build_object('name', jsonb_build_object('firstName', 'Marie' || n % 900)),
                                 'loyalty', jsonb_build_object('points', n % 5000))
         from sandbox s, generate_series(0, $1 - 1) n where s.name = 'prod'
       returning sandbox_id, id, attributes ->> 'n' as n
     ), consents as (
       insert into consent (sandbox_id, channel, subject, choice, source)
       select sandbox_id, 'email', 'profile:' || id, 'in', 'bench' from new where n::int % 3 = 0
     )
     insert into profile_identity (sandbox_id, namespace, value, profile_id)
     select sandbox_id, 'email', 'p' || lpad(n, 7, '0') || '@bench.example', id from new`,
    [count],
  )
  await database.query('vacuum analyze profile, profile_identity, consent')
}

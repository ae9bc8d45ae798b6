// The kinds of rules, each as the product reads it and as the best SQL that we can write by hand for the same question:
// with functions that fail at the first value of another type, and nothing that a person could have typed.
import { listId } from './audience-people.mjs'

export function kinds(sql, sandboxId, now) {
  const ago = (days) => new Date(now.getTime() - days * 86_400_000)
  const counted = (rows, having) =>
    sql`(with counts as materialized (select profile_id from ${rows} group by 1 having ${having}) select profile_id from counts)`
  const attribute = (path, test) => ({ kind: 'attribute', path, test })
  const all = sql`from profile p where p.sandbox_id = ${sandboxId} and not p.test`
  const last30 = { kind: 'last', amount: 30, unit: 'day' }
  return [
    {
      name: 'attribute is',
      rule: attribute('loyalty.tier', { operator: 'equals', value: 'gold' }),
      byHand: sql`${all} and attributes @> '{"loyalty":{"tier":"gold"}}'`,
    },
    {
      name: 'number between',
      rule: attribute('loyalty.points', { operator: 'between', from: 100, to: 199 }),
      byHand: sql`${all} and (attributes #>> '{loyalty,points}')::numeric between 100 and 199`,
    },
    {
      name: 'text contains',
      rule: attribute('person.name.lastName', { operator: 'contains', value: 'and42' }),
      byHand: sql`${all} and lower(attributes #>> '{person,name,lastName}') like '%and42%'`,
    },
    {
      name: 'born within dates',
      rule: attribute('person.birthDate', { operator: 'before', date: '1950-01-01' }),
      byHand: sql`${all} and (attributes #>> '{person,birthDate}')::date < date '1950-01-01'`,
    },
    {
      name: 'list includes',
      rule: attribute('tags', { operator: 'includes_any', values: ['t3', 't5'] }),
      byHand: sql`${all} and attributes -> 'tags' ?| array['t3', 't5']`,
    },
    {
      name: 'accepts email',
      rule: { kind: 'consent', channel: 'email', topic: '', choice: 'in' },
      byHand: sql`${all} and not exists (select from consent c where c.sandbox_id = ${sandboxId} and c.channel = 'email' and c.topic = '' and c.subject = 'profile:' || p.id::text and c.choice = 'out') and not exists (select from profile_identity i join consent c on c.subject = 'address:' || i.value where i.sandbox_id = ${sandboxId} and i.namespace = 'email' and i.profile_id = p.id and c.sandbox_id = ${sandboxId} and c.channel = 'email' and c.topic = '' and c.choice = 'out')`,
    },
    {
      name: '2 orders or more in 30 days',
      rule: {
        kind: 'event',
        type: 'order',
        where: [],
        window: last30,
        measure: { of: 'count' },
        test: { operator: 'at_least', value: 2 },
      },
      byHand: sql`${all} and p.id in ${counted(sql`profile_event where sandbox_id = ${sandboxId} and type = 'order' and at >= ${ago(30)}`, sql`count(*) >= 2`)}`,
    },
    {
      name: 'orders of 100 and more, sum over 400',
      rule: {
        kind: 'event',
        type: 'order',
        where: [{ path: 'total', test: { operator: 'at_least', value: 100 } }],
        window: { kind: 'ever' },
        measure: { of: 'sum', path: 'total' },
        test: { operator: 'greater', value: 400 },
      },
      byHand: sql`${all} and p.id in ${counted(sql`profile_event where sandbox_id = ${sandboxId} and type = 'order' and (data ->> 'total')::numeric >= 100`, sql`sum((data ->> 'total')::numeric) > 400`)}`,
    },
    {
      name: 'no order in 30 days',
      rule: {
        kind: 'event',
        type: 'order',
        where: [],
        window: last30,
        measure: { of: 'count' },
        test: { operator: 'equals', value: 0 },
      },
      byHand: sql`${all} and not exists (select from profile_event e where e.sandbox_id = ${sandboxId} and e.type = 'order' and e.at >= ${ago(30)} and e.profile_id = p.id)`,
    },
    {
      name: 'gold or (Lyon and not < 1000 points)',
      rule: {
        kind: 'group',
        join: 'or',
        not: false,
        rules: [
          attribute('loyalty.tier', { operator: 'equals', value: 'gold' }),
          {
            kind: 'group',
            join: 'and',
            not: false,
            rules: [
              attribute('homeAddress.city', { operator: 'equals', value: 'Lyon' }),
              {
                kind: 'group',
                join: 'and',
                not: true,
                rules: [attribute('loyalty.points', { operator: 'less', value: 1000 })],
              },
            ],
          },
        ],
      },
      byHand: sql`${all} and (attributes @> '{"loyalty":{"tier":"gold"}}' or (attributes @> '{"homeAddress":{"city":"Lyon"}}' and not (attributes #>> '{loyalty,points}')::numeric < 1000))`,
    },
    {
      name: 'registered within the last 90 days',
      rule: attribute('registeredAt', { operator: 'within_last', amount: 90, unit: 'day' }),
      byHand: sql`${all} and (attributes ->> 'registeredAt')::timestamptz between ${ago(90)} and ${now}`,
    },
    {
      name: 'one device: iOS, version 5 or more',
      rule: {
        kind: 'items',
        path: 'devices',
        quantifier: 'some',
        tests: [
          { path: 'os', test: { operator: 'equals', value: 'ios' } },
          { path: 'version', test: { operator: 'at_least', value: 5 } },
        ],
      },
      byHand: sql`${all} and attributes @? '$.devices[*] ? (@.os == "ios" && @.version >= 5)'`,
    },
    {
      name: 'on a list',
      rule: { kind: 'audience', audienceId: listId, member: true },
      byHand: sql`${all} and p.id in (select profile_id from audience_member where sandbox_id = ${sandboxId} and audience_id = ${listId})`,
    },
    {
      name: 'opened a message in 30 days',
      rule: {
        kind: 'engagement',
        action: 'opened',
        campaignId: null,
        window: last30,
        test: { operator: 'at_least', value: 1 },
      },
      byHand: sql`${all} and p.id in (select profile_id from message where sandbox_id = ${sandboxId} and opened_at >= ${ago(30)})`,
    },
    {
      name: 'gold, or 2 orders or more in 30 days',
      rule: {
        kind: 'group',
        join: 'or',
        not: false,
        rules: [
          attribute('loyalty.tier', { operator: 'equals', value: 'gold' }),
          {
            kind: 'event',
            type: 'order',
            where: [],
            window: last30,
            measure: { of: 'count' },
            test: { operator: 'at_least', value: 2 },
          },
        ],
      },
      byHand: sql`${all} and (attributes @> '{"loyalty":{"tier":"gold"}}' or p.id in ${counted(sql`profile_event where sandbox_id = ${sandboxId} and type = 'order' and at >= ${ago(30)}`, sql`count(*) >= 2`)})`,
    },
  ]
}

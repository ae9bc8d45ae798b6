import { sql } from 'kysely'
import type { Db } from './db.ts'
import { noOccurrence } from './tallies.ts'

const none = sql`${noOccurrence}::uuid`

/** A counter as the ledger has it, and as the counters have it. */
export interface Difference {
  readonly sandboxId: number
  readonly campaignId: string
  /** Null: what comes of calls. */
  readonly occurrenceId: string | null
  readonly metric: string
  readonly reason: string
  readonly ledger: number
  readonly counters: number
}

/**
 * Counts the ledger again and answers every counter that says something else. One statement, so that both sides
 * are of the same instant. Retries are left out: nothing of them stays but the number.
 */
export async function differences(db: Db): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    with ledger as (
      select sandbox_id, campaign_id, occurrence_id, 'targeted' as metric, '' as reason, sum(people) as count
        from (select sandbox_id, campaign_id, ${none} as occurrence_id, recipients as people from execution union all
              select sandbox_id, campaign_id, id, targeted from occurrence) meant
       group by 1, 2, 3 having sum(people) > 0
       union all
      select sandbox_id, campaign_id, coalesce(occurrence_id, ${none}),
             case when status = 'failed' then failure else status end,
             case when status in ('excluded', 'failed') then coalesce(reason, '') else '' end,
             count(*)
        from message where status in ('excluded', 'sent', 'failed', 'uncertain') group by 1, 2, 3, 4, 5
       union all
      select sandbox_id, campaign_id, coalesce(occurrence_id, ${none}), 'unique_open', '', count(*)
        from message where opened_at is not null group by 1, 2, 3
       union all
      select sandbox_id, campaign_id, coalesce(occurrence_id, ${none}), 'unique_click', '', count(*)
        from message where clicked_at is not null group by 1, 2, 3
       union all
      select e.sandbox_id, e.campaign_id, coalesce(m.occurrence_id, ${none}),
             case type when 'opened' then 'open' when 'clicked' then 'click' when 'bounced' then 'later_bounce'
                       when 'complained' then 'complaint' else 'unsubscribe' end, '', count(*)
        from event e left join message m on m.id = e.message_id
       where type in ('opened', 'clicked', 'unsubscribed', 'bounced', 'complained') group by 1, 2, 3, 4
    ), counters as (
      select sandbox_id, campaign_id, occurrence_id, metric, case when metric in ('click', 'later_bounce') then '' else reason end as reason,
             sum(count) as count
        from (select sandbox_id, campaign_id, occurrence_id, metric, reason, count from tally union all
              select sandbox_id, campaign_id, occurrence_id, metric, reason, count from tally_delta) t
       where metric in ('targeted', 'excluded', 'sent', 'bounced', 'error', 'uncertain', 'open', 'click',
                        'unsubscribe', 'later_bounce', 'complaint')
          or (metric in ('unique_open', 'unique_click') and reason = '')
       group by 1, 2, 3, 4, 5
    )
    select sandbox_id, campaign_id, nullif(occurrence_id, ${none}) as occurrence_id, metric, reason,
           coalesce(l.count, 0)::bigint as ledger, coalesce(c.count, 0)::bigint as counters
      from ledger l full join counters c using (sandbox_id, campaign_id, occurrence_id, metric, reason)
     where coalesce(l.count, 0) <> coalesce(c.count, 0)
     order by 1, 2, 3, 4, 5
     limit 1000`.execute(db)
  return rows
}

/** Something that must not be: how often, and one example. */
export interface Oddity {
  readonly code: string
  readonly count: number
  readonly example: string
}

/** Looks for rows that contradict each other. One statement: nothing moves between two looks. */
export async function oddities(db: Db): Promise<Oddity[]> {
  const { rows } = await sql<Oddity>`
    with odd as (
      select 'batch-of-dead-worker' as code, b.id::text as example
        from batch b where b.status = 'leased' and not exists (select from worker w where w.name = b.worker)
       union all
      select 'lease-expired', b.id::text
        from batch b where b.status = 'leased' and b.leased_until < now() - interval '1 minute'
       union all
      select 'done-with-open-messages', b.id::text
        from batch b where b.status = 'done' and exists (
          select from message m where m.batch_id = b.id and m.campaign_id = b.campaign_id
             and m.sandbox_id = b.sandbox_id and m.status in ('pending', 'deferred'))
       union all
      select 'open-message-without-batch', m.id::text
        from message m where m.status in ('pending', 'deferred')
         and not exists (select from batch b where b.id = m.batch_id)
       union all
      select 'execution-without-batch', e.id::text
        from execution e where not exists (select from batch b where b.id = e.batch_id)
         and not exists (select from message m
                          where m.id between e.id and (left(e.id::text, 34) || 'ff')::uuid)
       union all
      select 'messages-missing', e.id::text
        from execution e join batch b on b.id = e.batch_id and (b.expanded or b.status = 'done')
       where (select count(*) from message m
               where m.id between e.id and (left(e.id::text, 34) || 'ff')::uuid) <> e.recipients
       union all
      select 'recipients-missing', o.id::text
        from occurrence o
       where o.targeted <> (select count(*) from message m where m.occurrence_id = o.id)
             + (select coalesce(sum(b.size), 0) from batch b
                 where b.occurrence_id = o.id and b.kind = 'recipients' and b.status <> 'done' and not b.expanded)
       union all
      select 'identity-without-profile', i.namespace || ':' || i.value
        from profile_identity i left join profile p on p.sandbox_id = i.sandbox_id and p.id = i.profile_id
       where p.id is null
       union all
      select 'version-missing', c.id::text
        from campaign c cross join lateral (values (c.live_version), (c.draft_version)) as v(number)
       where v.number is not null and not exists (
               select from campaign_version w
                where w.sandbox_id = c.sandbox_id and w.campaign_id = c.id and w.number = v.number
                  and (w.state = 'draft') = (v.number is not distinct from c.draft_version))
       union all
      select 'batch-overdue', b.id::text
        from batch b where b.status = 'ready' and b.due_at < now() - interval '10 minutes'
    )
    select code, count(*) as count, min(example) as example from odd group by code order by code`.execute(db)
  return rows
}

/** How much there is to look at. */
export async function extent(db: Db): Promise<{ campaigns: number; messages: number }> {
  const { rows } = await sql<{ campaigns: number; messages: number }>`
    select (select count(*) from campaign) as campaigns, (select count(*) from message) as messages`.execute(
    db,
  )
  return rows[0]!
}

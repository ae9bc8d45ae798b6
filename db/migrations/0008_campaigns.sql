-- Occurrences in parts: waves, people's own time zones, domains with a rate of their own, further actions.
-- A part of an occurrence that begins at its own time; one that is not in parts is one wave.
create table wave (
  occurrence_id  uuid not null references occurrence on delete cascade,
  -- Counted from 1 within the occurrence.
  number         smallint not null,
  starts_at      timestamptz not null,
  -- Messages of it that were not left out from the start.
  targeted       bigint not null default 0,
  primary key (occurrence_id, number)
);

-- What is kept of a campaign's pace (core/schedule/rate): its occurrences share its rate and the days of its warm-up.
create table pacer (
  sandbox_id   integer not null,
  campaign_id  uuid not null,
  state        jsonb,
  primary key (sandbox_id, campaign_id),
  foreign key (sandbox_id, campaign_id) references campaign on delete cascade
);
alter table occurrence drop column pace;

alter table batch
  -- Null for messages that are left out from the start, for `reason`.
  add column wave smallint,
  add column reason text,
  -- The domain whose own rate holds for the batch; null: the others.
  add column domain text,
  -- 0 is the campaign's own content, or its wave's; further actions are counted from 1.
  add column action smallint not null default 0,
  -- Content of the version that the batch is made of; null: the campaign's own.
  add column variant text;
update batch set wave = 1 where occurrence_id is not null;
insert into wave select id, 1, started_at, targeted from occurrence where started_at is not null;
drop index batch_held;
create index batch_held on batch (occurrence_id, wave, id) where occurrence_id is not null and due_at = 'infinity';
drop index batch_open;
create index batch_open on batch (occurrence_id) where occurrence_id is not null and status <> 'done';

alter table message
  add column action smallint not null default 0,
  add column variant text;
drop index message_once;
create unique index message_once on message (occurrence_id, recipient_id, action) where occurrence_id is not null;

-- Which of the version's contents proofs are of; null: the campaign's own.
alter table proof_job add column variant text;

-- The calendar: calendars of others that are laid under ours, feeds, and what finds the campaigns of a window of time.

create table external_calendar (
  sandbox_id   integer not null references sandbox,
  id           uuid not null,
  name         text not null,
  color        text not null check (color in ('blue', 'green', 'orange', 'purple', 'red', 'gray')),
  format       text not null check (format in ('ics', 'csv')),
  -- How `03/04/26` is meant in a CSV file.
  dates        text not null check (dates in ('mdy', 'dmy')),
  -- The file as it came: what recurs in it is expanded for the time that somebody looks at.
  source       text not null,
  -- Events in it, what recurs counted once.
  events       integer not null,
  revision     integer not null default 1,
  created_at   timestamptz not null default now(),
  created_by   text not null,
  modified_at  timestamptz not null default now(),
  modified_by  text not null,
  primary key (sandbox_id, id)
);

-- The address holds a random token; only its SHA-256 is kept. Whoever is disabled has no feed.
create table calendar_feed (
  sandbox_id  integer not null references sandbox,
  person_id   uuid not null references person on delete cascade,
  token_hash  bytea not null unique,
  -- What was told last, and since when it is so.
  etag        text,
  changed_at  timestamptz not null default now(),
  created_at  timestamptz not null default now(),
  read_at     timestamptz,
  primary key (sandbox_id, person_id)
);

create index occurrence_calendar on occurrence (sandbox_id, planned_at);
create index campaign_upcoming on campaign (sandbox_id, next_at) where next_at is not null;
create index campaign_drafted on campaign (sandbox_id, start_at) where status in ('draft', 'in_review');
create index campaign_called on campaign (sandbox_id, status) where kind = 'api_triggered';

-- The inventory: folders, saved views, what an archived campaign returns to, and what makes lists fast.

create table folder (
  sandbox_id   integer not null references sandbox,
  id           uuid not null,
  -- What it holds.
  kind         text not null check (kind in ('campaign')),
  parent_id    uuid,
  name         text not null,
  revision     integer not null default 1,
  created_at   timestamptz not null default now(),
  created_by   text not null,
  modified_at  timestamptz not null default now(),
  modified_by  text not null,
  primary key (sandbox_id, id),
  foreign key (sandbox_id, parent_id) references folder,
  check (parent_id <> id)
);
create unique index folder_name on folder (sandbox_id, kind, parent_id, lower(name)) nulls not distinct;

-- A text as it is looked for and ordered by: à stands at a, and l’été is found by l'ete. C.UTF-8 orders by code points.
create function folded(text) returns text language sql immutable strict parallel safe as $$
  select translate(
    replace(replace(replace(regexp_replace(normalize(lower($1), nfd), '[\u0300-\u036f]', '', 'g'), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'),
    U&'\2019\00a0\202f', '''  ')
$$;

alter table campaign
  add column folder_id uuid,
  -- What names are searched and sorted by: to fold the letters of every name at every search takes longer than the search.
  add column folded_name text generated always as (folded(name)) stored,
  -- The id of who changed it last; null where that is not known any more.
  add column modified_by_id text,
  -- Of an archived campaign: what it is again when it comes back.
  add column returns_to text check (returns_to in ('draft', 'completed', 'stopped', 'failed')),
  -- Its time in the archive is over: it does not exist any more, what is left of it is being deleted.
  add column purging boolean not null default false,
  add foreign key (sandbox_id, folder_id) references folder;
update campaign
   set returns_to = case when live_version is null then 'draft' when failure is not null then 'failed' else 'stopped' end
 where status = 'archived';
alter table campaign add check (status <> 'archived' or returns_to is not null);

-- Part of a name is looked up by its trigrams where the server has them: the extension comes with PostgreSQL and needs
-- no superuser, but some servers go without. Their names are read one by one; the answer is the same.
do $$ begin
  create extension if not exists pg_trgm;
  create index campaign_search on campaign using gin (folded_name gin_trgm_ops) with (fastupdate = off);
exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
  raise notice 'Campaigns are searched without an index: there is no pg_trgm.';
end $$;
create function in_lower_case(text[]) returns text[] language sql immutable strict parallel safe cost 200 as
  $$ select array(select lower(each) from unnest($1) each) $$;

drop index campaign_modified, campaign_tags;
create index campaign_tags on campaign using gin (in_lower_case(tags)) with (fastupdate = off);
create index campaign_folder on campaign (sandbox_id, folder_id) include (purging);
create index campaign_author on campaign (sandbox_id, created_by_id, created_at);
create index campaign_editor on campaign (sandbox_id, modified_by_id, modified_at);
-- What lists are counted and sorted by, both ways. Dates that may be missing come last in both.
create index campaign_status on campaign (sandbox_id, kind, status, purging);
create index campaign_by_name on campaign (sandbox_id, folded_name, id) include (kind, status, purging);
create index campaign_by_status on campaign (sandbox_id, array_position(array['draft', 'in_review', 'scheduled', 'live',
  'paused', 'completed', 'stopped', 'failed', 'archived'], status), id) include (kind, status, purging);
create index campaign_by_category on campaign (sandbox_id, category, id) include (kind, status, purging);
create index campaign_by_author on campaign (sandbox_id, lower(created_by), id) include (kind, status, purging, created_by);
create index campaign_by_editor on campaign (sandbox_id, lower(modified_by), id) include (kind, status, purging, modified_by);
create index campaign_created on campaign (sandbox_id, created_at, id) include (kind, status, purging);
create index campaign_modified on campaign (sandbox_id, modified_at, id) include (kind, status, purging);
create index campaign_start on campaign (sandbox_id, start_at, id) include (kind, status, purging);
create index campaign_start_down on campaign (sandbox_id, start_at desc nulls last, id desc) include (kind, status, purging);
create index campaign_end on campaign (sandbox_id, end_at, id) include (kind, status, purging);
create index campaign_end_down on campaign (sandbox_id, end_at desc nulls last, id desc) include (kind, status, purging);
create index campaign_next_up on campaign (sandbox_id, next_at, id) include (kind, status, purging);
create index campaign_next_down on campaign (sandbox_id, next_at desc nulls last, id desc) include (kind, status, purging);
create index campaign_activated on campaign (sandbox_id, activated_at, id) include (kind, status, purging);
create index campaign_activated_down on campaign (sandbox_id, activated_at desc nulls last, id desc)
  include (kind, status, purging);

create table saved_view (
  sandbox_id   integer not null references sandbox,
  id           uuid not null,
  -- The campaigns that it shows.
  kind         text not null check (kind in ('action', 'api_triggered', 'orchestrated')),
  name         text not null,
  -- A person, or an API client.
  owner_id     text not null,
  owner        text not null,
  shared       boolean not null default false,
  -- Filters, order and columns; see core/campaign/view.ts.
  state        jsonb not null,
  revision     integer not null default 1,
  created_at   timestamptz not null default now(),
  modified_at  timestamptz not null default now(),
  primary key (sandbox_id, id)
);
create unique index saved_view_name on saved_view (sandbox_id, owner_id, kind, lower(name));

-- The view that somebody's inventory begins with.
create table default_view (
  sandbox_id  integer not null,
  owner_id    text not null,
  kind        text not null,
  view_id     uuid not null,
  primary key (sandbox_id, owner_id, kind),
  foreign key (sandbox_id, view_id) references saved_view on delete cascade
);
create index default_view_of on default_view (sandbox_id, view_id);

-- Campaigns as code: the name by which a file in somebody's repository knows a campaign.
alter table campaign add column external_key text;
create unique index campaign_external_key on campaign (sandbox_id, external_key) where external_key is not null;

-- Counters per occurrence; the zero id stands for none.
alter table tally_delta add column occurrence_id uuid not null default '00000000-0000-0000-0000-000000000000';
alter table tally add column occurrence_id uuid not null default '00000000-0000-0000-0000-000000000000';
alter table tally drop constraint tally_pkey;
alter table tally add primary key (sandbox_id, campaign_id, occurrence_id, hour, metric, reason);

-- What was counted so far moves from no occurrence to its own; which links were clicked is known for the campaign only.
with ledger as (
  select sandbox_id, campaign_id, id as occurrence_id, started_at as at, 'targeted' as metric, '' as reason,
         targeted as count
    from occurrence where targeted > 0
   union all
  select sandbox_id, campaign_id, occurrence_id, settled_at, case when status = 'failed' then failure else status end,
         case when status in ('excluded', 'failed') then coalesce(reason, '') else '' end, 1
    from message where occurrence_id is not null and status in ('excluded', 'sent', 'failed', 'uncertain')
   union all
  select sandbox_id, campaign_id, occurrence_id, opened_at, 'unique_open', '', 1
    from message where occurrence_id is not null and opened_at is not null
   union all
  select sandbox_id, campaign_id, occurrence_id, clicked_at, 'unique_click', '', 1
    from message where occurrence_id is not null and clicked_at is not null
   union all
  select e.sandbox_id, e.campaign_id, m.occurrence_id, e.at,
         case e.type when 'opened' then 'open' when 'clicked' then 'click' when 'bounced' then 'later_bounce'
                     when 'complained' then 'complaint' else 'unsubscribe' end, '', 1
    from event e join message m on m.id = e.message_id
   where m.occurrence_id is not null and e.type in ('opened', 'clicked', 'unsubscribed', 'bounced', 'complained')
), sums as (
  select sandbox_id, campaign_id, occurrence_id, date_trunc('hour', at, 'UTC') as hour, metric, reason,
         sum(count) as count
    from ledger where at is not null group by 1, 2, 3, 4, 5, 6
)
insert into tally_delta (sandbox_id, campaign_id, occurrence_id, hour, metric, reason, count)
select s.sandbox_id, s.campaign_id, b.occurrence_id, s.hour, s.metric, s.reason, b.sign * s.count
  from sums s
 cross join lateral (values (s.occurrence_id, 1), ('00000000-0000-0000-0000-000000000000'::uuid, -1))
         as b(occurrence_id, sign);

-- Messages that are tried again know of which occurrence they are, as all others.
update batch b
   set occurrence_id = (select m.occurrence_id from message m where m.id = b.message_ids[1])
 where b.kind = 'messages' and b.status <> 'done';

-- Why a campaign was paused by itself: which rate was too high (core/campaign/watch); null: somebody paused it.
alter table campaign add column paused_reason jsonb;

alter table occurrence
  -- A slot of the schedule; or those whom an occurrence before it did not reach, once more.
  add column kind text not null default 'slot' check (kind in ('slot', 'resend')),
  add column resends_id uuid references occurrence on delete cascade,
  add column asked_by text,
  -- Who stopped it alone; the campaign goes on.
  add column stopped_by text,
  -- Counters as they were when the campaign was resumed: what went wrong before does not pause it again.
  add column watched_from jsonb,
  add check ((kind = 'resend') = (resends_id is not null));
drop index occurrence_slot;
create unique index occurrence_slot on occurrence (sandbox_id, campaign_id, planned_at) where kind = 'slot';
-- One at a time, whoever asks and however often.
create unique index occurrence_resend on occurrence (resends_id) where status in ('planned', 'sending');
create index occurrence_resends on occurrence (resends_id) where resends_id is not null;
create index occurrence_done on occurrence (finished_at) where status = 'done';
-- Versions that pause themselves: a definition is large, and this is asked every second.
create index campaign_version_watched on campaign_version (sandbox_id, campaign_id, number)
  where state <> 'draft' and coalesce(definition #>> '{autoPause,errorPercent}', definition #>> '{autoPause,bouncePercent}',
    definition #>> '{autoPause,complaintPercent}') is not null;

-- What happened to a campaign and its occurrences, only ever appended. Triggers write it, so that no way of changing a
-- status goes without.
create table campaign_log (
  id             bigint generated always as identity primary key,
  sandbox_id     integer not null,
  campaign_id    uuid not null,
  occurrence_id  uuid,
  at             timestamptz not null default clock_timestamp(),
  what           text not null,
  -- Null: the clock, or Chappe itself.
  who            text,
  failure        text,
  paused_reason  jsonb,
  foreign key (sandbox_id, campaign_id) references campaign on delete cascade
);
create index campaign_log_campaign on campaign_log (sandbox_id, campaign_id, id desc);

create function chappe_log_campaign() returns trigger language plpgsql as $$
begin
  insert into campaign_log (sandbox_id, campaign_id, what, who, failure, paused_reason)
  values (new.sandbox_id, new.id,
          case when old.status = 'archived' then 'unarchived'
               when old.status = 'paused' and new.status = 'live' then 'resumed'
               when old.status = 'scheduled' and new.status = 'live' then 'begun'
               when new.status = 'live' then 'activated'
               else new.status end,
          -- What happens by itself leaves the name of the last editor alone.
          case when new.modified_at is distinct from old.modified_at then new.modified_by end,
          case when new.status = 'failed' then new.failure end,
          case when new.status = 'paused' then new.paused_reason end);
  return null;
end
$$;
create trigger logged after update of status on campaign
  for each row when (new.status <> old.status and (old.status = 'archived' or new.status not in ('draft', 'in_review')))
  execute function chappe_log_campaign();

create function chappe_log_occurrence() returns trigger language plpgsql as $$
begin
  insert into campaign_log (sandbox_id, campaign_id, occurrence_id, what, who, failure)
  values (new.sandbox_id, new.campaign_id, new.id,
          'occurrence_' || case new.status when 'sending' then 'started' when 'done' then 'finished' else new.status end,
          case new.status when 'planned' then new.asked_by when 'stopped' then new.stopped_by end,
          case when new.status = 'failed' then new.failure end);
  return null;
end
$$;
create trigger logged after insert on occurrence for each row execute function chappe_log_occurrence();
create trigger changed after update of status on occurrence
  for each row when (new.status <> old.status) execute function chappe_log_occurrence();

-- The ledger of bulk sending. A message is written twice, before it leaves and with its outcome: with half of each page
-- free the second time stays on its page and touches no index.
alter table message set (fillfactor = 50);
-- Ids grow: appended in their order an index fills its pages, and is read from behind for the newest.
drop index message_campaign;
create index message_campaign on message (sandbox_id, campaign_id, id);

-- Occurrences in parts: waves, people's own time zones, domains with a rate of their own, further actions.
alter table campaign
  -- The slot that next_at begins: by people's own time zones that is when the first clock on earth shows its time.
  add column next_slot timestamptz;

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
drop index batch_held;
create index batch_held on batch (occurrence_id, wave, id) where occurrence_id is not null and due_at = 'infinity';

alter table message
  add column action smallint not null default 0,
  add column variant text;
drop index message_once;
create unique index message_once on message (occurrence_id, recipient_id, action) where occurrence_id is not null;

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

alter table campaign
  add column folder_id uuid,
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

-- Every three letters that follow each other: a name that contains a text has all of the text's. What pg_trgm would do
-- for us, on servers that have no extensions. Dear, so that the planner compares the text itself before.
create function trigrams(text) returns text[] language sql immutable strict parallel safe cost 2000 as
  $$ select array(select distinct substr(w, n, 3) from lower($1) w, generate_series(1, length(w) - 2) n) $$;
create function in_lower_case(text[]) returns text[] language sql immutable strict parallel safe cost 200 as
  $$ select array(select lower(each) from unnest($1) each) $$;

drop index campaign_modified, campaign_tags;
create index campaign_search on campaign using gin (trigrams(name)) with (fastupdate = off);
create index campaign_tags on campaign using gin (in_lower_case(tags)) with (fastupdate = off);
create index campaign_folder on campaign (sandbox_id, folder_id);
create index campaign_author on campaign (sandbox_id, created_by_id, created_at);
create index campaign_editor on campaign (sandbox_id, modified_by_id, modified_at);
-- What lists are counted and sorted by, both ways. Dates that may be missing come last in both.
create index campaign_status on campaign (sandbox_id, kind, status, purging);
create index campaign_by_name on campaign (sandbox_id, lower(name), id) include (kind, status, purging, name);
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

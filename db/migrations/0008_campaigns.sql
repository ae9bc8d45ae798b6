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

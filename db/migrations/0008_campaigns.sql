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

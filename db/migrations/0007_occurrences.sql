-- Campaigns that send by schedule: each time that one sends is an occurrence, cut into batches of people.

alter table campaign
  -- When the schedule wants its next occurrence; null: never again, or not a campaign with a schedule.
  add column next_at timestamptz,
  add column occurrences integer not null default 0;
-- A paused campaign sends nothing and forgets nothing.
alter table campaign drop constraint campaign_status_check;
alter table campaign add constraint campaign_status_check check (status in
  ('draft', 'in_review', 'scheduled', 'live', 'paused', 'completed', 'stopped', 'failed', 'archived'));
alter table campaign add check (status <> 'paused' or live_version is not null);
create index campaign_next on campaign (next_at) where next_at is not null and status = 'live';

create table occurrence (
  sandbox_id   integer not null,
  id           uuid not null,
  campaign_id  uuid not null,
  -- Counted from 1 within the campaign.
  number       integer not null,
  version      integer not null,
  -- The slot of the schedule that it stands for; it begins then, or as soon after as there is a worker.
  planned_at   timestamptz not null,
  status       text not null check (status in ('planned', 'sending', 'done', 'stopped', 'failed')),
  -- People in the snapshot of the audience, and how many of them are with the workers by now.
  targeted     bigint not null default 0,
  released     bigint not null default 0,
  -- State of the pacer (core/schedule/rate); null before the first release.
  pace         jsonb,
  failure      text,
  started_at   timestamptz,
  finished_at  timestamptz,
  primary key (id),
  foreign key (sandbox_id, campaign_id) references campaign on delete cascade
);
-- One slot is one occurrence, whoever plans it and however often.
create unique index occurrence_slot on occurrence (sandbox_id, campaign_id, planned_at);
create unique index occurrence_number on occurrence (sandbox_id, campaign_id, number);
create index occurrence_open on occurrence (status, planned_at) where status in ('planned', 'sending');

-- Of kind `recipients`: the people listed, in this order, for an occurrence. Until they are released they are due
-- at no time (`infinity`).
alter table batch
  add column occurrence_id uuid,
  add column profile_ids uuid[];
alter table batch drop constraint batch_kind_check;
alter table batch add constraint batch_kind_check check (kind in ('executions', 'messages', 'recipients'));
-- Once it is done the ledger says who they were.
alter table batch add check (kind <> 'recipients' or (occurrence_id is not null and first_id is not null
  and last_id is not null and (status = 'done') = (profile_ids is null)));
create index batch_held on batch (occurrence_id, id) where occurrence_id is not null and due_at = 'infinity';
create index batch_open on batch (occurrence_id)
  where occurrence_id is not null and status <> 'done' and due_at < 'infinity';

-- Whom the occurrence meant; it stays when profiles are merged, so that nobody gets an occurrence twice.
alter table message
  add column occurrence_id uuid,
  add column recipient_id uuid;
create unique index message_once on message (occurrence_id, recipient_id) where occurrence_id is not null;

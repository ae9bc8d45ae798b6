-- The ledger: calls accepted, batches leased, one row per intended message, what came back, and the counters.

-- The unit of work of a worker. Of kind `executions`: the messages of the executions between first_id and last_id
-- that name this batch. Of kind `messages`: the messages listed, whose earlier attempt was deferred or uncertain.
create table batch (
  id             bigint generated always as identity primary key,
  sandbox_id     integer not null references sandbox,
  campaign_id    uuid not null,
  version        integer not null,
  lane           text not null check (lane in ('transactional', 'marketing')),
  kind           text not null check (kind in ('executions', 'messages')),
  size           integer not null,
  first_id       uuid,
  last_id        uuid,
  message_ids    uuid[],
  due_at         timestamptz not null default now(),
  status         text not null default 'ready' check (status in ('ready', 'leased', 'done')),
  -- Goes up with every lease; a worker that holds an older number may neither send nor write.
  fence          integer not null default 0,
  leased_until   timestamptz,
  worker         text,
  expanded       boolean not null default false,
  -- Messages before this ordinal may have been handed over; those after it have not been touched.
  intent_upto    integer not null default 0,
  created_at     timestamptz not null default now(),
  finished_at    timestamptz,
  check (status <> 'leased' or (leased_until is not null and worker is not null)),
  check (kind <> 'executions' or (first_id is not null and last_id is not null)),
  check (kind <> 'messages' or message_ids is not null)
);
create index batch_due on batch (lane, due_at, id) where status <> 'done';

-- One accepted call. The body is kept as it came (text: cheaper to write than jsonb).
create table execution (
  sandbox_id   integer not null,
  id           uuid not null,
  campaign_id  uuid not null,
  version      integer not null,
  batch_id     bigint not null,
  request_id   text not null,
  fingerprint  bytea not null,
  recipients   smallint not null,
  body         text not null,
  created_at   timestamptz not null,
  created_by   text not null,
  primary key (id)
);
create unique index execution_request on execution (campaign_id, request_id);

-- One intended message. Only columns outside every index change after insertion, so updates stay on their page.
create table message (
  sandbox_id    integer not null,
  id            uuid not null,
  campaign_id   uuid not null,
  version       integer not null,
  batch_id      bigint not null,
  -- Position in its batch; the intent marker counts these.
  ordinal       integer not null,
  profile_id    uuid,
  address       text,
  status        text not null check (status in ('pending', 'deferred', 'excluded', 'sent', 'failed', 'uncertain')),
  -- Of a failed message: whether the other side refused it (bounced) or we could not make it (error).
  failure       text check (failure in ('bounced', 'error')),
  reason        text,
  reply         text,
  attempts      smallint not null default 0,
  resends       smallint not null default 0,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  settled_at    timestamptz,
  opened_at     timestamptz,
  clicked_at    timestamptz,
  clicked_links integer[] not null default '{}',
  primary key (id),
  check ((status = 'failed') = (failure is not null))
) with (fillfactor = 75);
create index message_campaign on message (sandbox_id, campaign_id, id desc);

-- What happened to a message and when; partitioned by time, one partition a month, made ahead by housekeeping.
create table event (
  sandbox_id   integer not null,
  at           timestamptz not null,
  message_id   uuid not null,
  campaign_id  uuid not null,
  type         text not null,
  detail       text
) partition by range (at);
create table event_default partition of event default;
create index event_message on event (message_id, at);

-- Counters are appended here in the transaction that changes the ledger, and folded into tally by the worker, so
-- nobody waits for a counter's row and a report (tally + tally_delta) equals the ledger at every instant.
create table tally_delta (
  id           bigint generated always as identity,
  sandbox_id   integer not null,
  campaign_id  uuid not null,
  hour         timestamptz not null,
  metric       text not null,
  reason       text not null default '',
  count        bigint not null
);
create index tally_delta_campaign on tally_delta (sandbox_id, campaign_id);

create table tally (
  sandbox_id   integer not null,
  campaign_id  uuid not null,
  hour         timestamptz not null,
  metric       text not null,
  reason       text not null default '',
  count        bigint not null,
  primary key (sandbox_id, campaign_id, hour, metric, reason)
);

-- Worker processes that are alive, so that the leases of a dead one are given back at once.
create table worker (
  name        text primary key,
  started_at  timestamptz not null default now(),
  seen_at     timestamptz not null default now()
);

-- Small intentions outside the delivery path (send a test, purge); the result is kept for who waits for it.
create table job (
  id           uuid primary key,
  kind         text not null,
  key          text,
  payload      jsonb not null,
  run_at       timestamptz not null default now(),
  status       text not null default 'ready' check (status in ('ready', 'leased', 'done', 'failed')),
  attempts     integer not null default 0,
  leased_until timestamptz,
  result       jsonb,
  created_at   timestamptz not null default now(),
  finished_at  timestamptz
);
create unique index job_key on job (kind, key) where status in ('ready', 'leased');
create index job_due on job (run_at) where status in ('ready', 'leased');

-- What the built-in catcher received.
create table inbox_message (
  sandbox_id   integer not null references sandbox,
  id           uuid not null,
  message_id   uuid,
  received_at  timestamptz not null default now(),
  recipient    text not null,
  sender       text not null,
  subject      text not null,
  raw          bytea not null,
  primary key (sandbox_id, id)
);
create index inbox_recipient on inbox_message (sandbox_id, lower(recipient), id desc);

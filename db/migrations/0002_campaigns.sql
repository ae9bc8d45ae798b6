-- What people prepare: channel configurations, campaigns and their versions.

create table channel_configuration (
  sandbox_id       integer not null references sandbox,
  id               uuid not null,
  name             text not null,
  channel          text not null check (channel in ('email')),
  category         text not null check (category in ('transactional', 'marketing')),
  status           text not null check (status in ('draft', 'active', 'inactive')),
  settings         jsonb not null,
  provider_kind    text not null,
  provider_config  jsonb not null,
  -- AES-256-GCM of the JSON object of secret settings; null where there is none.
  provider_secrets bytea,
  revision         integer not null default 1,
  created_at       timestamptz not null default now(),
  created_by       text not null,
  modified_at      timestamptz not null default now(),
  modified_by      text not null,
  activated_at     timestamptz,
  primary key (sandbox_id, id)
);
create unique index channel_configuration_name on channel_configuration (sandbox_id, lower(name));

create table campaign (
  sandbox_id      integer not null references sandbox,
  id              uuid not null,
  kind            text not null check (kind in ('action', 'api_triggered', 'orchestrated')),
  category        text not null check (category in ('transactional', 'marketing')),
  channel         text not null check (channel in ('email')),
  name            text not null,
  description     text not null default '',
  tags            text[] not null default '{}',
  status          text not null check (status in
                    ('draft', 'in_review', 'scheduled', 'live', 'completed', 'stopped', 'failed', 'archived')),
  high_throughput boolean not null default false,
  revision        integer not null default 1,
  draft_version   integer,
  live_version    integer,
  -- The window of the live version, or of the draft while there is no live one.
  start_at        timestamptz,
  end_at          timestamptz,
  created_at      timestamptz not null default now(),
  created_by      text not null,
  created_by_id   text not null,
  modified_at     timestamptz not null default now(),
  modified_by     text not null,
  activated_at    timestamptz,
  ended_at        timestamptz,
  archived_at     timestamptz,
  failure         text,
  primary key (sandbox_id, id),
  check (status not in ('live', 'scheduled') or live_version is not null),
  check (status <> 'scheduled' or start_at is not null),
  check (status <> 'draft' or draft_version is not null),
  check (status <> 'archived' or archived_at is not null)
);
create unique index campaign_by_id on campaign (id);
create index campaign_modified on campaign (sandbox_id, modified_at desc, id);
create index campaign_tags on campaign using gin (tags);
create index campaign_due on campaign (status, start_at, end_at) where status in ('scheduled', 'live');

create table campaign_version (
  sandbox_id    integer not null,
  campaign_id   uuid not null,
  number        integer not null,
  state         text not null check (state in ('draft', 'live', 'superseded')),
  revision      integer not null default 1,
  definition    jsonb not null,
  created_at    timestamptz not null default now(),
  created_by    text not null,
  modified_at   timestamptz not null default now(),
  modified_by   text not null,
  activated_at  timestamptz,
  activated_by  text,
  primary key (sandbox_id, campaign_id, number),
  foreign key (sandbox_id, campaign_id) references campaign on delete cascade
);
create unique index campaign_version_one_draft on campaign_version (sandbox_id, campaign_id) where state = 'draft';
create unique index campaign_version_one_live on campaign_version (sandbox_id, campaign_id) where state = 'live';

-- Content that is shared and tried: assets, templates, fragments, language settings, sample values, proofs.

-- The fragments that a version uses, as they were when it was activated: {"<id>": {"number", "name", "content"}}.
alter table campaign_version add column fragments jsonb not null default '{}';

-- A profile to try content with; never part of an audience's numbers.
alter table profile add column test boolean not null default false;
create index profile_test on profile (sandbox_id, id) where test;

-- Public files. The key is their address; the same bytes are kept once in a sandbox.
create table asset (
  sandbox_id   integer not null references sandbox,
  id           uuid not null,
  sha256       text not null,
  key          text not null,
  name         text not null,
  media_type   text not null,
  bytes        integer not null,
  width        integer,
  height       integer,
  created_at   timestamptz not null default now(),
  created_by   text not null,
  primary key (sandbox_id, id)
);
create unique index asset_content on asset (sandbox_id, sha256);
create unique index asset_key on asset (key);

create table content_template (
  sandbox_id   integer not null references sandbox,
  id           uuid not null,
  name         text not null,
  description  text not null default '',
  channel      text not null check (channel in ('email')),
  tags         text[] not null default '{}',
  content      jsonb not null,
  -- What callers of the compatible API sent along: templateType, source, parentFolderId, labels, editorContext.
  extra        jsonb not null default '{}',
  revision     integer not null default 1,
  created_at   timestamptz not null default now(),
  created_by   text not null,
  modified_at  timestamptz not null default now(),
  modified_by  text not null,
  primary key (sandbox_id, id)
);
create index content_template_modified on content_template (sandbox_id, modified_at desc, id);
create index content_template_tags on content_template using gin (tags);

create table fragment (
  sandbox_id    integer not null references sandbox,
  id            uuid not null,
  name          text not null,
  description   text not null default '',
  kind          text not null check (kind in ('visual', 'expression')),
  format        text not null check (format in ('html', 'text', 'json')),
  status        text not null check (status in ('draft', 'publishing', 'live', 'archived')),
  tags          text[] not null default '{}',
  -- What is being written: {"design", "content"}; null while it equals the live version.
  draft         jsonb,
  live_version  integer,
  -- Of the last publication: {"status": "inProgress" | "complete" | "error", "errors": [...], "at", "by"}.
  publication   jsonb,
  extra         jsonb not null default '{}',
  revision      integer not null default 1,
  created_at    timestamptz not null default now(),
  created_by    text not null,
  modified_at   timestamptz not null default now(),
  modified_by   text not null,
  archived_at   timestamptz,
  primary key (sandbox_id, id),
  check (status <> 'draft' or draft is not null),
  check (status not in ('live') or live_version is not null)
);
create index fragment_modified on fragment (sandbox_id, modified_at desc, id);
create index fragment_tags on fragment using gin (tags);

-- Every publication of a fragment; never changed.
create table fragment_version (
  sandbox_id    integer not null,
  fragment_id   uuid not null,
  number        integer not null,
  content       jsonb not null,
  -- Profile attributes that it reads: once published, none can be added.
  attributes    text[] not null,
  published_at  timestamptz not null default now(),
  published_by  text not null,
  primary key (sandbox_id, fragment_id, number),
  foreign key (sandbox_id, fragment_id) references fragment on delete cascade
);

-- Who refers to a fragment. Rewritten whenever the referring content is written.
create table fragment_use (
  sandbox_id   integer not null,
  fragment_id  uuid not null,
  user_kind    text not null check (user_kind in ('campaign', 'template', 'fragment')),
  user_id      uuid not null,
  -- The campaign's version; 0 for the others.
  version      integer not null default 0,
  primary key (sandbox_id, fragment_id, user_kind, user_id, version)
);
create index fragment_use_user on fragment_use (sandbox_id, user_kind, user_id, version);

create table language_setting (
  sandbox_id      integer not null references sandbox,
  id              uuid not null,
  name            text not null,
  -- Profile attribute that holds a person's language (BCP 47).
  attribute       text not null,
  locales         text[] not null,
  default_locale  text not null,
  -- {"fr-CA": "fr-FR"}: which locale stands in for one that has no content.
  fallbacks       jsonb not null default '{}',
  revision        integer not null default 1,
  created_at      timestamptz not null default now(),
  created_by      text not null,
  modified_at     timestamptz not null default now(),
  modified_by     text not null,
  primary key (sandbox_id, id)
);
create unique index language_setting_name on language_setting (sandbox_id, lower(name));

-- Sample inputs of a simulation, kept for everybody who works on the campaign.
create table sample_set (
  sandbox_id   integer not null,
  id           uuid not null,
  campaign_id  uuid not null,
  name         text not null,
  samples      jsonb not null,
  revision     integer not null default 1,
  created_at   timestamptz not null default now(),
  created_by   text not null,
  modified_at  timestamptz not null default now(),
  modified_by  text not null,
  primary key (sandbox_id, id),
  foreign key (sandbox_id, campaign_id) references campaign on delete cascade
);
create unique index sample_set_name on sample_set (sandbox_id, campaign_id, lower(name));

-- A request to send proofs (or copies to the seed list). Its messages are no part of the ledger: nobody counts them.
create table proof_job (
  sandbox_id   integer not null,
  id           uuid not null,
  campaign_id  uuid not null,
  version      integer not null,
  purpose      text not null check (purpose in ('proof', 'seed')),
  status       text not null check (status in ('created', 'processing', 'submitted', 'partially_failed', 'failed')),
  created_at   timestamptz not null default now(),
  created_by   text not null,
  finished_at  timestamptz,
  primary key (sandbox_id, id),
  foreign key (sandbox_id, campaign_id) references campaign on delete cascade
);
create index proof_job_campaign on proof_job (sandbox_id, campaign_id, id desc);

-- One proof message; its id is that of the message (Message-ID, Inbox). `sending` is the intent, written before the
-- hand-over: one left so by a crash is told as failed with the reason `interrupted`, and is not sent again.
create table proof (
  sandbox_id   integer not null,
  id           uuid not null,
  job_id       uuid not null,
  ordinal      integer not null,
  locale       text,
  address      text not null,
  -- Whose values: {"name", "namespace", "userId", "profile", "context"}.
  sample       jsonb not null,
  subject_prefix text not null default '',
  status       text not null check (status in ('created', 'sending', 'submitted', 'failed')),
  reason       text,
  reply        text,
  settled_at   timestamptz,
  primary key (sandbox_id, id),
  foreign key (sandbox_id, job_id) references proof_job on delete cascade
);
create index proof_of_job on proof (sandbox_id, job_id, ordinal);

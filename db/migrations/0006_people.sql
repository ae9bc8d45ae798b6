-- People: what profiles may hold, what they did and chose, who belongs to which audience, and how they come in.

-- An instant written by anybody, or null: dates and date-times of RFC 3339, without an offset in UTC. Never an error.
-- In PL/pgSQL because it reads its argument once: inlined SQL would take it out of its document again and again.
create function chappe_instant(value text) returns timestamptz language plpgsql immutable strict parallel safe as $$
declare
  size constant integer := length(value);
begin
  if size < 10 or size > 32 or value !~
       '^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?)?$'
     or value like '0000%' then
    return null;
  end if;
  if substr(value, 9, 2) > '28' and substr(value, 9, 2)::integer > extract(day from
       make_date(substr(value, 1, 4)::integer, substr(value, 6, 2)::integer, 1) + interval '1 month - 1 day') then
    return null;
  end if;
  if size = 10 then
    return (value || 'T00:00:00Z')::timestamptz;
  elsif value ~ '(Z|[+-]\d\d:\d\d)$' then
    return value::timestamptz;
  end if;
  return (value || 'Z')::timestamptz;
end
$$;

-- Who holds the lease: when that process is gone, its jobs are free at once.
alter table job add column worker text;

create table sandbox_setting (
  sandbox_id   integer not null references sandbox,
  name         text not null,
  value        jsonb not null,
  modified_at  timestamptz not null default now(),
  modified_by  text not null,
  primary key (sandbox_id, name)
);

-- Kinds of identities. The standard ones (email, phone, ecid, crmid) are known without a row.
create table identity_namespace (
  sandbox_id  integer not null references sandbox,
  key         text not null,
  name        text not null,
  kind        text not null check (kind in ('email', 'phone', 'id', 'device')),
  created_at  timestamptz not null default now(),
  created_by  text not null,
  primary key (sandbox_id, key)
);

-- What the attributes of profiles are, beyond the standard ones.
create table profile_field (
  sandbox_id  integer not null references sandbox,
  path        text not null,
  type        text not null check (type in
                ('string', 'integer', 'number', 'boolean', 'date', 'date-time', 'object', 'array')),
  required    boolean not null default false,
  options     text[],
  label_en    text not null default '',
  label_fr    text not null default '',
  pii         boolean not null default false,
  created_at  timestamptz not null default now(),
  created_by  text not null,
  primary key (sandbox_id, path)
);

-- Checked row by row, this took as long as writing the identities of an import. Whoever gives a profile an identity has
-- made it in the same transaction or holds it; whoever removes one removes its identities.
alter table profile_identity drop constraint profile_identity_sandbox_id_profile_id_fkey;

create table push_token (
  sandbox_id  integer not null,
  app         text not null,
  token       text not null,
  platform    text not null check (platform in ('ios', 'android', 'web')),
  profile_id  uuid not null,
  created_at  timestamptz not null default now(),
  primary key (sandbox_id, app, token),
  foreign key (sandbox_id, profile_id) references profile on delete cascade
);
create index push_token_profile on push_token (sandbox_id, profile_id);

-- What people did: orders, page views, custom events. By time, one partition a month, made ahead by housekeeping.
create table profile_event (
  sandbox_id  integer not null,
  at          timestamptz not null,
  id          uuid not null,
  profile_id  uuid not null,
  type        text not null,
  data        jsonb not null default '{}',
  primary key (sandbox_id, id, at)
) partition by range (at);
create table profile_event_default partition of profile_event default;
create index profile_event_person on profile_event (sandbox_id, profile_id, type, at);
create index profile_event_type on profile_event (sandbox_id, type, at) include (profile_id);

create table event_type (
  sandbox_id  integer not null references sandbox,
  key         text not null,
  name        text not null,
  -- JSON Schema of the data; null: anything.
  schema      jsonb,
  created_at  timestamptz not null default now(),
  created_by  text not null,
  primary key (sandbox_id, key)
);

create index message_profile on message (sandbox_id, profile_id, id desc) where profile_id is not null;

-- A choice is about a channel, and about a topic of it where one is named.
alter table consent add column topic text not null default '';
alter table consent drop constraint consent_pkey;
-- Looked up row by row, it took twice as long as the rows of an import themselves; no sandbox is ever removed.
alter table consent drop constraint consent_sandbox_id_fkey;
-- The person first: one index answers for the choice about one thing and for all that somebody chose.
alter table consent add primary key (sandbox_id, subject, channel, topic);
-- Pending: accepted, and waiting for the confirmation that a topic with double opt-in asks for.
alter table consent drop constraint consent_choice_check;
alter table consent add constraint consent_choice_check check (choice in ('in', 'out', 'pending'));

-- Every choice ever made: who, when, how. Never changed but by the erasure of a person.
create table consent_change (
  sandbox_id  integer not null,
  id          uuid not null,
  at          timestamptz not null,
  channel     text not null,
  subject     text not null,
  topic       text not null default '',
  -- Null: what was said counts no more.
  choice      text,
  previous    text,
  source      text not null,
  by_name     text not null,
  detail      jsonb not null default '{}',
  primary key (sandbox_id, subject, at, id)
);

-- Messages that ask somebody to confirm what they subscribed to: one row a message, under its id.
create table confirmation (
  sandbox_id    integer not null,
  id            uuid not null,
  -- Normalized.
  address       text not null,
  profile_id    uuid,
  -- What is still to be confirmed, or was, each as `channel.topic`; a refusal takes it out, and with the last one it
  -- is over.
  options       text[] not null,
  -- Takes back a refusal of the channel, too.
  reopen        boolean not null default false,
  language      text,
  source        text not null,
  by_name       text not null,
  -- What becomes part of a profile with it: identity, attributes.
  person        jsonb,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  confirmed_at  timestamptz,
  ended_at      timestamptz,
  primary key (sandbox_id, id)
);
create index confirmation_address on confirmation (sandbox_id, address, created_at);
create index confirmation_profile on confirmation (sandbox_id, profile_id) where profile_id is not null;
create index confirmation_due on confirmation (expires_at) where ended_at is null;

-- Subscription lists: what people can choose to hear about.
create table topic (
  sandbox_id     integer not null references sandbox,
  key            text not null,
  name           jsonb not null,
  description    jsonb not null default '{}',
  channels       text[] not null,
  double_opt_in  boolean not null default false,
  position       integer not null default 0,
  revision       integer not null default 1,
  created_at     timestamptz not null default now(),
  created_by     text not null,
  modified_at    timestamptz not null default now(),
  modified_by    text not null,
  archived_at    timestamptz,
  primary key (sandbox_id, key)
);

alter table suppression add column expires_at timestamptz;
alter table suppression add column created_by text not null default 'system';
alter table suppression add column source text not null default 'relay';
create index suppression_expiry on suppression (expires_at) where expires_at is not null;

-- Where it is in force, only these receive.
create table allowed_address (
  sandbox_id  integer not null references sandbox,
  value       text not null check (value = lower(value)),
  type        text not null check (type in ('address', 'domain')),
  comment     text not null default '',
  created_at  timestamptz not null default now(),
  created_by  text not null,
  primary key (sandbox_id, value)
);

create table suppression_upload (
  sandbox_id   integer not null references sandbox,
  id           uuid not null,
  list         text not null check (list in ('suppression', 'allowed')),
  filename     text not null,
  content      text,
  status       text not null check (status in ('pending', 'processing', 'complete', 'error')),
  lines        integer not null default 0,
  added        integer not null default 0,
  failed       integer not null default 0,
  errors       jsonb not null default '[]',
  created_at   timestamptz not null default now(),
  created_by   text not null,
  finished_at  timestamptz,
  primary key (sandbox_id, id)
);

-- Where bounces and complaints come from besides the relay's answers. Secrets are sealed.
create table feedback_source (
  sandbox_id   integer not null references sandbox,
  id           uuid not null,
  kind         text not null check (kind in ('smtp', 'imap', 'pop3', 'ses', 'sendgrid', 'mailgun', 'postmark')),
  name         text not null,
  config       jsonb not null,
  secrets      bytea,
  active       boolean not null default true,
  revision     integer not null default 1,
  state        jsonb not null default '{}',
  -- Of a mailbox: when it is read next, and until when one worker reads it. Who holds an older fence may not write.
  due_at       timestamptz,
  leased_until timestamptz,
  fence        integer not null default 0,
  created_at   timestamptz not null default now(),
  created_by   text not null,
  modified_at  timestamptz not null default now(),
  modified_by  text not null,
  primary key (sandbox_id, id)
);

-- Mails that stay in a mailbox whose protocol does not say which ones are new (POP3).
create table mailbox_mail (
  sandbox_id   integer not null,
  source_id    uuid not null,
  uid          text not null,
  primary key (sandbox_id, source_id, uid),
  foreign key (sandbox_id, source_id) references feedback_source on delete cascade
);

-- What came in and what was made of it; the same notice twice is one row.
create table feedback (
  sandbox_id   integer not null,
  id           uuid not null,
  source_id    uuid,
  -- What makes a notice the same notice: the provider's event id, or a hash of the mail.
  key          text not null,
  kind         text not null,
  message_id   uuid,
  address      text,
  detail       text not null default '',
  -- The beginning of a mail that nobody could say the meaning of; kept for a while, to be looked at.
  raw          text,
  received_at  timestamptz not null default now(),
  primary key (sandbox_id, id)
);
create unique index feedback_key on feedback (sandbox_id, key);
create index feedback_raw on feedback (sandbox_id, id desc) where raw is not null;

-- Files of profiles, and how far each has come.
create table import_job (
  sandbox_id        integer not null references sandbox,
  id                uuid not null,
  name              text not null,
  filename          text not null,
  format            text not null check (format in ('csv', 'ndjson')),
  status            text not null check (status in ('uploading', 'ready', 'running', 'cancelled', 'complete', 'failed')),
  settings          jsonb,
  size              bigint not null,
  uploaded          bigint not null default 0,
  file_kept         boolean not null default true,
  dry_run           boolean not null default false,
  -- Counts the starts: who carries out an older one can write no more.
  run               integer not null default 0,
  -- Where to go on: everything before this byte is in the database; so many lines stood there.
  offset_bytes      bigint not null default 0,
  lines             bigint not null default 0,
  counts            jsonb not null default '{}',
  rows_per_second   double precision,
  bytes_per_second  double precision,
  failure           text,
  created_at        timestamptz not null default now(),
  created_by        text not null,
  started_at        timestamptz,
  started_by        text,
  finished_at       timestamptz,
  primary key (sandbox_id, id)
);

-- The bytes of a file, as they came: every machine of an installation can read them.
create table import_piece (
  sandbox_id    integer not null,
  import_id     uuid not null,
  offset_bytes  bigint not null,
  bytes         bytea not null,
  primary key (sandbox_id, import_id, offset_bytes),
  foreign key (sandbox_id, import_id) references import_job on delete cascade
);
-- Uncompressed, a part of a piece is read without the rest of it.
alter table import_piece alter column bytes set storage external;

-- Lines that were left out by the last run. Ordinal: a line may have several mistakes.
create table import_error (
  sandbox_id   integer not null,
  import_id    uuid not null,
  line         bigint not null,
  ordinal      integer not null,
  column_name  text not null,
  reason       text not null,
  raw          text not null,
  primary key (sandbox_id, import_id, line, ordinal),
  foreign key (sandbox_id, import_id) references import_job on delete cascade
);

-- Profiles of before that a run has met: a later line about one of them is a duplicate. Only counting needs it, so that
-- it may be empty after a crash of the database.
create unlogged table import_met (
  sandbox_id  integer not null,
  import_id   uuid not null,
  profile_id  uuid not null,
  changed     boolean not null,
  primary key (sandbox_id, import_id, profile_id)
);

create table audience (
  sandbox_id    integer not null references sandbox,
  id            uuid not null,
  name          text not null,
  description   text not null default '',
  tags          text[] not null default '{}',
  kind          text not null check (kind in ('rule', 'list', 'composition')),
  definition    jsonb not null,
  status        text not null check (status in ('live', 'archived')),
  -- When it is evaluated by itself; null: on demand and before each send.
  schedule      jsonb,
  members       bigint,
  evaluated_at  timestamptz,
  next_at       timestamptz,
  -- Of an evaluation under way or failed.
  evaluation    jsonb,
  revision      integer not null default 1,
  created_at    timestamptz not null default now(),
  created_by    text not null,
  modified_at   timestamptz not null default now(),
  modified_by   text not null,
  archived_at   timestamptz,
  primary key (sandbox_id, id)
);
create unique index audience_name on audience (sandbox_id, lower(name));
create index audience_due on audience (next_at) where next_at is not null;

create table audience_member (
  sandbox_id   integer not null,
  audience_id  uuid not null,
  profile_id   uuid not null,
  joined_at    timestamptz not null,
  -- Columns of an uploaded list, for content.
  enrichment   jsonb,
  primary key (sandbox_id, audience_id, profile_id),
  foreign key (sandbox_id, audience_id) references audience on delete cascade
);
create index audience_member_profile on audience_member (sandbox_id, profile_id);

create table audience_change (
  sandbox_id   integer not null,
  audience_id  uuid not null,
  at           timestamptz not null,
  members      bigint not null,
  joined       bigint not null,
  departed     bigint not null,
  primary key (sandbox_id, audience_id, at),
  foreign key (sandbox_id, audience_id) references audience on delete cascade
);

-- Which audiences an audience is made of.
create table audience_use (
  sandbox_id   integer not null,
  audience_id  uuid not null,
  used_id      uuid not null,
  primary key (sandbox_id, audience_id, used_id),
  foreign key (sandbox_id, audience_id) references audience on delete cascade
);
create index audience_use_used on audience_use (sandbox_id, used_id);

-- Which audiences a version of a campaign names, in its content or elsewhere.
create table audience_campaign (
  sandbox_id   integer not null,
  audience_id  uuid not null,
  campaign_id  uuid not null,
  version      integer not null,
  primary key (sandbox_id, audience_id, campaign_id, version),
  foreign key (sandbox_id, audience_id) references audience on delete cascade,
  foreign key (sandbox_id, campaign_id, version) references campaign_version on delete cascade
);
create index audience_campaign_version on audience_campaign (sandbox_id, campaign_id, version);

-- People on their way to a list: nobody is on it before the upload is finished, and then all of them are at once.
create table audience_upload (
  sandbox_id   integer not null,
  id           uuid not null,
  audience_id  uuid not null,
  mode         text not null check (mode in ('add', 'replace')),
  namespace    text not null,
  columns      text[] not null default '{}',
  status       text not null check (status in ('open', 'complete', 'cancelled')),
  -- How many rows came in so far: the next ones follow these, whatever is sent twice.
  received     integer not null default 0,
  refused      integer not null default 0,
  created      integer not null default 0,
  added        integer not null default 0,
  updated      integer not null default 0,
  removed      integer not null default 0,
  created_at   timestamptz not null default now(),
  created_by   text not null,
  modified_at  timestamptz not null default now(),
  finished_at  timestamptz,
  primary key (sandbox_id, id),
  foreign key (sandbox_id, audience_id) references audience on delete cascade
);
create index audience_upload_audience on audience_upload (sandbox_id, audience_id, created_at desc);
create index audience_upload_open on audience_upload (modified_at) where status = 'open';

create table audience_upload_row (
  sandbox_id   integer not null,
  upload_id    uuid not null,
  row          integer not null,
  value        text not null,
  enrichment   jsonb not null,
  primary key (sandbox_id, upload_id, row)
);

-- Tells the workers of refusals as they are committed, whoever writes them and by whatever way: messages that have not
-- begun to leave are held back and asked about again. The payload is a sandbox and whom or what it is about; without
-- the latter: anybody, as when one transaction refuses a great many. A yes costs nothing.
create function chappe_refused(sandbox integer, about text) returns boolean language plpgsql as $$
declare
  told constant integer := coalesce(nullif(current_setting('chappe.refusals_told', true), ''), '0')::integer;
begin
  if told >= 50 then
    perform pg_notify('chappe_refusal', sandbox::text);
    return false;
  end if;
  perform set_config('chappe.refusals_told', (told + 1)::text, true), pg_notify('chappe_refusal', sandbox || ' ' || about);
  return true;
end
$$;

create function chappe_consent_refused() returns trigger language plpgsql as $$
begin
  if chappe_refused(new.sandbox_id, new.subject) and new.subject like 'profile:%' then
    -- Messages know an address at least, and not always whose it is.
    perform pg_notify('chappe_refusal', new.sandbox_id || ' address:' || value) from profile_identity
      where sandbox_id = new.sandbox_id and profile_id = substr(new.subject, 9)::uuid and namespace = 'email';
  end if;
  return null;
end
$$;
create trigger consent_refused after insert or update on consent
  for each row when (new.choice <> 'in') execute function chappe_consent_refused();

create function chappe_suppressed() returns trigger language plpgsql as $$
begin
  perform chappe_refused(new.sandbox_id, new.type || ':' || new.value);
  return null;
end
$$;
create trigger suppressed after insert or update on suppression
  for each row execute function chappe_suppressed();

create function chappe_disallowed() returns trigger language plpgsql as $$
begin
  perform chappe_refused(old.sandbox_id, old.type || ':' || old.value);
  return null;
end
$$;
create trigger disallowed after delete on allowed_address
  for each row execute function chappe_disallowed();

-- Rules that are about everybody: defaults, the allow list, what a topic demands.
create function chappe_rules_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('chappe_refusal', new.sandbox_id::text);
  return null;
end
$$;
create trigger rules_changed after insert or update on sandbox_setting
  for each row when (new.name in ('consent_default', 'allow_list_active')) execute function chappe_rules_changed();
create trigger rules_changed after update on topic
  for each row when (new.double_opt_in) execute function chappe_rules_changed();

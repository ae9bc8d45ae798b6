-- The people written to: profiles, their identities, what they refused, and addresses that must not be used.

create table profile (
  sandbox_id   integer not null references sandbox,
  id           uuid not null,
  attributes   jsonb not null default '{}',
  created_at   timestamptz not null default now(),
  modified_at  timestamptz not null default now(),
  primary key (sandbox_id, id)
);

-- Values are normalized (trimmed, NFC, lower case) by core/profile/schema.
create table profile_identity (
  sandbox_id  integer not null,
  namespace   text not null,
  value       text not null,
  profile_id  uuid not null,
  primary key (sandbox_id, namespace, value) include (profile_id),
  foreign key (sandbox_id, profile_id) references profile on delete cascade
);
create index profile_identity_profile on profile_identity (sandbox_id, profile_id);

-- A choice about a channel. Subject: `profile:<id>` (all of a person's addresses) or `address:<normalized>`.
create table consent (
  sandbox_id  integer not null references sandbox,
  channel     text not null,
  subject     text not null,
  choice      text not null check (choice in ('in', 'out')),
  source      text not null,
  at          timestamptz not null default now(),
  primary key (sandbox_id, channel, subject)
);

create table suppression (
  sandbox_id  integer not null references sandbox,
  value       text not null check (value = lower(value)),
  type        text not null check (type in ('address', 'domain')),
  category    text not null check (category in ('hard', 'soft', 'manual')),
  reason      text not null,
  comment     text not null default '',
  created_at  timestamptz not null default now(),
  primary key (sandbox_id, value)
);

-- Consecutive soft bounces of an address; a success removes the row (spec section 8.3).
create table soft_bounce (
  sandbox_id  integer not null references sandbox,
  address     text not null,
  message_id  uuid not null,
  failures    integer not null,
  counted_at  timestamptz not null,
  primary key (sandbox_id, address)
);

-- Who is here: organizations, sandboxes, people, sessions, API clients.

create table organization (
  id          text primary key,
  name        text not null,
  created_at  timestamptz not null default now()
);

create table sandbox (
  id               integer generated always as identity primary key,
  organization_id  text not null references organization,
  name             text not null,
  title            text not null,
  created_at       timestamptz not null default now(),
  unique (organization_id, name)
);

create table person (
  id               uuid primary key,
  organization_id  text not null references organization,
  email            text not null check (email = lower(email)),
  name             text not null,
  role             text not null check (role in ('administrator', 'manager', 'approver', 'viewer')),
  password_hash    text not null,
  preferences      jsonb not null default '{}',
  created_at       timestamptz not null default now(),
  disabled_at      timestamptz,
  unique (email)
);

-- The cookie holds a random token; only its SHA-256 is kept.
create table session (
  token_hash  bytea primary key,
  person_id   uuid not null references person on delete cascade,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null
);
create index session_person on session (person_id);

create table sign_in_attempt (
  subject     text not null,
  at          timestamptz not null default now()
);
create index sign_in_attempt_subject on sign_in_attempt (subject, at);

create table api_client (
  id               text primary key,
  organization_id  text not null references organization,
  name             text not null,
  secret_hash      bytea not null,
  scopes           text[] not null,
  created_at       timestamptz not null default now(),
  created_by       text not null,
  last_used_at     timestamptz,
  revoked_at       timestamptz
);

create table setting (
  name   text primary key,
  value  jsonb not null
);

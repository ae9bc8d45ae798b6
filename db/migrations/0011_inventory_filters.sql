-- Lists of campaigns by the channel configurations that their version sends by, and by their end. Old code survives it.
create function configurations_of(jsonb) returns uuid[] language sql immutable strict parallel safe cost 1000 as $$
  select array(
    select ($1 ->> 'channelConfigurationId')::uuid where $1 ->> 'channelConfigurationId' is not null
     union
    select (each ->> 'channelConfigurationId')::uuid from jsonb_array_elements(case jsonb_typeof($1 -> 'variants')
      when 'array' then $1 -> 'variants' else '[]' end) each
     where each ->> 'channelConfigurationId' is not null)
$$;
-- A version that was superseded never counts.
create index campaign_version_configurations on campaign_version using gin (configurations_of(definition))
  with (fastupdate = off) where state <> 'superseded';
-- When a campaign ended, or else when it is planned to.
create index campaign_ending on campaign (sandbox_id, coalesce(ended_at, end_at), id)
  include (kind, status, purging, ended_at, end_at);

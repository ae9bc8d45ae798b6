-- A resend of a campaign that is over stops itself when too much of it goes wrong: there is no campaign to pause. Which
-- rate was too high (core/campaign/watch); null: it did not.
alter table occurrence add column stopped_reason jsonb;

create or replace function chappe_log_occurrence() returns trigger language plpgsql as $$
begin
  insert into campaign_log (sandbox_id, campaign_id, occurrence_id, what, who, failure, paused_reason)
  values (new.sandbox_id, new.campaign_id, new.id,
          'occurrence_' || case new.status when 'sending' then 'started' when 'done' then 'finished' else new.status end,
          case new.status when 'planned' then new.asked_by when 'stopped' then new.stopped_by end,
          case when new.status = 'failed' then new.failure end,
          case when new.status = 'stopped' then new.stopped_reason end);
  return null;
end
$$;

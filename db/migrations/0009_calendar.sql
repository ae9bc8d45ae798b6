-- The calendar at 100,000 campaigns: drafts that recur are found without reading every draft, and campaigns that are
-- called by when they end.
create index campaign_version_recurring on campaign_version (sandbox_id, campaign_id, number)
  where state = 'draft' and definition #>> '{trigger,kind}' = 'recurring';
drop index campaign_called;
create index campaign_called on campaign
  (sandbox_id, least(coalesce(end_at, 'infinity'), coalesce(ended_at, 'infinity'))) where kind = 'api_triggered';

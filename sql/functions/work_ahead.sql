-- How much long work of the same tenant, whoever asked for it, comes before this of one's own; and whether any of it is in a
-- living worker's hands: a number, and nothing of what.
create or replace function app.work_ahead(work bigint, out ahead int, out busy boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::int, coalesce(bool_or(e.status = 'running' and e.heard_at > clock_timestamp() - interval '60 seconds'), false)
  from exports mine join exports e
    on (e.company_id = mine.company_id or e.owner_id = mine.owner_id) and e.id <> mine.id
      and (e.id < mine.id or e.status = 'running')
  where mine.id = work and mine.user_id = app.user_id() and e.status in ('waiting', 'running')
    and e.created_at > app.now() - interval '1 day'
$$;
revoke execute on function app.work_ahead(bigint) from public;
grant execute on function app.work_ahead(bigint) to app_installer, app_owner;

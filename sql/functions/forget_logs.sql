-- The oldest rows of one tenant's logs about its own people that are older than it keeps them; at least a year is kept, for
-- an administrator may not hide today's deed tomorrow.
create or replace function app.forget_logs(owner int, company int, days int, most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  before constant timestamptz := app.now() - make_interval(days => greatest(days, 365));
  events int;
  reads int;
begin
  delete from security_events where id in (select id from security_events e where e.at < before
    and e.owner_id is not distinct from owner and e.company_id is not distinct from company order by e.id limit most);
  get diagnostics events = row_count;
  delete from case_reads where (case_id, user_id, day) in (select r.case_id, r.user_id, r.day from case_reads r where r.at < before
    and r.owner_id is not distinct from owner and r.company_id is not distinct from company order by r.at limit most - events);
  get diagnostics reads = row_count;
  return events + reads;
end $$;
revoke execute on function app.forget_logs(int, int, int, int) from public;
grant execute on function app.forget_logs(int, int, int, int) to app_worker;

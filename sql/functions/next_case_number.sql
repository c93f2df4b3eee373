-- Numbers run per owner and year, without showing one company how many another has written.
create or replace function app.next_case_number(owner int, case_year int) returns int
  language sql security definer set search_path = public, pg_temp as $$
  insert into case_counters (owner_id, year, last) values (owner, case_year, 1)
  on conflict (owner_id, year) do update set last = case_counters.last + 1
  returning last
$$;
revoke execute on function app.next_case_number(int, int) from public;
grant execute on function app.next_case_number(int, int) to app_installer, app_owner;

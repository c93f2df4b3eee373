-- The cases that wait for the one who asks, all of them or those of one part of the inbox, for lists to look up: an array, as
-- it is read once for a statement and found by key under row level security.
create or replace function app.waiting_cases(wanted text default null) returns bigint[]
  language plpgsql stable as $$
begin
  -- One after the other: an installer may not even name the tables of the owner's definition.
  if app.owner_id() is not null then
    return array(select case_id from app.owner_inbox(app.user_id(), app.owner_id())
      where waits and (wanted is null or part = wanted));
  end if;
  return array(select case_id from app.installer_inbox(app.user_id(), app.company_id())
    where waits and (wanted is null or part = wanted));
end $$;
revoke execute on function app.waiting_cases(text) from public;
grant execute on function app.waiting_cases(text) to app_installer, app_owner;

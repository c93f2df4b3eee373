-- Who a request is, and what time it is. Everything after this builds on it (docs/tenancy.md).

-- Roles belong to the whole server, not to one database: make them once, tolerate that they exist.
do $$
declare
  name text;
begin
  foreach name in array array['app_installer', 'app_owner', 'app_fitter', 'app_operator', 'app_auth', 'app_worker', 'app_web'] loop
    begin
      execute format('create role %I noinherit', name);
    exception when duplicate_object then null;
    end;
  end loop;
end $$;

-- Requests sign in as app_web, which has nothing of its own, and take one of the others for each transaction.
grant app_installer, app_owner, app_fitter, app_operator, app_auth, app_worker to app_web;

revoke all on schema public from public;
create schema app;
grant usage on schema public, app
  to app_web, app_installer, app_owner, app_fitter, app_operator, app_auth, app_worker;

create collation public.swedish (provider = icu, locale = 'sv-SE');

-- Called by defaults, generated columns and policies, so they cannot be dropped and are no files of sql/functions.
create function app.user_id() returns int language sql stable parallel safe
  return nullif(current_setting('app.user_id', true), '')::int;
create function app.company_id() returns int language sql stable parallel safe
  return nullif(current_setting('app.company_id', true), '')::int;
create function app.owner_id() returns int language sql stable parallel safe
  return nullif(current_setting('app.owner_id', true), '')::int;

-- One clock for rules and rows. Tests travel by the transaction-local setting; nothing else sets it.
create function app.now() returns timestamptz language sql stable parallel safe
  return coalesce(nullif(current_setting('app.clock', true), '')::timestamptz, now());

revoke execute on function app.user_id(), app.company_id(), app.owner_id(), app.now() from public;
grant execute on function app.user_id(), app.company_id(), app.owner_id(), app.now()
  to app_web, app_installer, app_owner, app_fitter, app_operator, app_auth, app_worker;

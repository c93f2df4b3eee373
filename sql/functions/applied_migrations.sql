-- What a process that signs in as app_web alone asks at its start: is the database one that it can run on?
create or replace function app.applied_migrations() returns table (name text, contracts text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select regexp_replace(file, '^migrations/(\w+)\.\w+$', '\1'), contracts from applied_files
  where file like 'migrations/%' order by file
$$;
revoke execute on function app.applied_migrations() from public;
grant execute on function app.applied_migrations() to app_web;

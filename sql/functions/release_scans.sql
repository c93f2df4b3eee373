-- Scanning has been switched off: what waited opens, unscanned, as everything does without it.
create or replace function app.release_scans() returns int
  language sql security definer set search_path = public, pg_temp as $$
  with a as (update attachments set scan = 'unscanned' where scan = 'waiting' returning 1),
    c as (update certificates set scan = 'unscanned' where scan = 'waiting' returning 1),
    f as (update configuration_files set scan = 'unscanned' where scan = 'waiting' returning 1),
    d as (update document_templates set scan = 'unscanned' where scan = 'waiting' returning 1)
  select (select count(*) from a)::int + (select count(*) from c)::int + (select count(*) from f)::int
    + (select count(*) from d)::int
$$;
revoke execute on function app.release_scans() from public;
grant execute on function app.release_scans() to app_worker;

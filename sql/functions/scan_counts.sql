-- How many files wait to be scanned and since when, and how many of before have not been; nobody's names.
create or replace function app.scan_counts() returns table (waiting int, oldest timestamptz, unread int, unscanned int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select count(*) filter (where scan = 'waiting')::int, min(uploaded_at) filter (where scan = 'waiting'),
    count(*) filter (where scan_said is not null)::int, count(*) filter (where scan = 'unscanned')::int
  from (
    select scan, uploaded_at, scan_said from attachments where scan in ('unscanned', 'waiting') and deleted_at is null
    union all select scan, uploaded_at, scan_said from certificates where scan in ('unscanned', 'waiting')
    union all select scan, uploaded_at, scan_said from configuration_files where scan in ('unscanned', 'waiting')
    union all select scan, uploaded_at, scan_said from document_templates where scan in ('unscanned', 'waiting')
  ) files
$$;
revoke execute on function app.scan_counts() from public;
grant execute on function app.scan_counts() to app_operator, app_worker;

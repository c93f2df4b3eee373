-- The next files of a state. What clamd could not read comes last, so that it is in nobody's way.
create or replace function app.files_to_scan(wanted text, most int) returns table (place text, id bigint)
  language sql stable security definer set search_path = public, pg_temp as $$
  select f.place, f.id from (
    select 'attachments' as place, a.id, a.scan_said from attachments a where a.scan = wanted and a.deleted_at is null
      and a.scan in ('unscanned', 'waiting')
    union all select 'certificates', c.id, c.scan_said from certificates c where c.scan = wanted
      and c.scan in ('unscanned', 'waiting')
    union all select 'configuration_files', c.id, c.scan_said from configuration_files c where c.scan = wanted
      and c.scan in ('unscanned', 'waiting')
    union all select 'document_templates', d.id, d.scan_said from document_templates d where d.scan = wanted
      and d.scan in ('unscanned', 'waiting')
  ) f order by f.scan_said is not null, f.id limit most
$$;
revoke execute on function app.files_to_scan(text, int) from public;
grant execute on function app.files_to_scan(text, int) to app_worker;

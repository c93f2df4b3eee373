-- The bytes of every file of a case and what they were called; that there was one, of which kind and when, stays.
create or replace function app.erase_files(wanted bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update attachments set name = 'Gallrad fil', uploaded_by_name = '', outdated_by_name = null, scan_said = null,
    deleted_at = coalesce(deleted_at, app.now()) where case_id = wanted;
  update case_events set details = details - 'name' where case_id = wanted and action like 'file-%' and details ? 'name';
  update case_revisions set attachments = '[]' where case_id = wanted;
end $$;
revoke execute on function app.erase_files(bigint) from public;

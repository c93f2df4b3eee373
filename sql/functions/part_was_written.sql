-- What hangs on a case has been written: the case is found by other words.
create or replace function app.part_was_written() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  part record := case tg_op when 'DELETE' then old else new end;
begin
  -- What was sent is what the case says, but while the installer is writing it anew.
  if tg_table_name = 'case_revisions' and not exists (select from cases where id = part.case_id and turn = 'installer') then
    return null;
  end if;
  perform app.index_case(part.case_id);
  return null;
end $$;
revoke execute on function app.part_was_written() from public;

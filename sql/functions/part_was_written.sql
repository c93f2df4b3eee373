-- What hangs on a case has been written: the case is found by other words.
create or replace function app.part_was_written() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform app.index_once(case tg_op when 'DELETE' then old.case_id else new.case_id end);
  return null;
end $$;
revoke execute on function app.part_was_written() from public;

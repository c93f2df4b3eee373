create or replace function app.record_files() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update attachments set on_record = true
    where case_id = new.id and audience <> 'company' and deleted_at is null and not on_record;
  return null;
end $$;
revoke execute on function app.record_files() from public;

create or replace trigger record_files after update of status on cases for each row
  when (new.status <> old.status and new.sent) execute function app.record_files();

-- What is sent is shown: the installer's files that waited, when the installer sends. A handläggare who sends in an
-- installer's place (T02) has not seen them, and sends none of them.
create or replace function app.send_files() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update attachments set audience = 'all'
    where case_id = new.case_id and audience = 'company' and side = 'installer' and deleted_at is null
      and app.company_id() = company_id;
  update attachments set on_record = true
    where case_id = new.case_id and audience <> 'company' and deleted_at is null and not on_record;
  return null;
end $$;
revoke execute on function app.send_files() from public;

create or replace trigger send_files after insert on case_revisions for each row execute function app.send_files();

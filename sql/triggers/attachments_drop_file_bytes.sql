-- A file that is taken away is gone, not only hidden.
create or replace function app.drop_file_bytes() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from attachment_chunks where attachment_id = new.id;
  return null;
end $$;
revoke execute on function app.drop_file_bytes() from public;

create or replace trigger drop_file_bytes after update of deleted_at on attachments for each row
  when (new.deleted_at is not null) execute function app.drop_file_bytes();

create or replace function app.record_photos() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update attachments set on_record = true where case_id = new.case_id and id = any (new.photos) and not on_record;
  return null;
end $$;
revoke execute on function app.record_photos() from public;

create or replace trigger record_photos after update of state on work_orders for each row
  when (new.state = 'reported') execute function app.record_photos();

-- As a blocked company's, its people are out at once, and not back in when it is taken into use again.
create or replace function app.end_owner_sessions() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from sessions where user_id in (select id from users where owner_id = new.id);
  delete from sign_in_steps where user_id in (select id from users where owner_id = new.id);
  return null;
end $$;
revoke execute on function app.end_owner_sessions() from public;

create or replace trigger end_sessions after update of deactivated_at on owners for each row
  when (new.deactivated_at is not null and old.deactivated_at is null) execute function app.end_owner_sessions();

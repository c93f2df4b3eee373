-- Who is shut out or whose rights change is out everywhere at once, whichever page or command did it; and a new
-- password leaves no session, link or temporary password behind.
create or replace function app.end_sessions() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from sessions where user_id = new.id;
  delete from sign_in_steps where user_id = new.id;
  if not new.active or new.password_hash is distinct from old.password_hash then
    delete from temporary_passwords where user_id = new.id;
    -- The way back outlives a new password and a closed account: both are what a thief would do next.
    delete from one_time_links where user_id = new.id and purpose <> 'email-back';
  end if;
  return null;
end $$;
revoke execute on function app.end_sessions() from public;

create or replace trigger end_sessions after update of active, is_admin, password_hash on users for each row
  when (old.active is distinct from new.active or old.is_admin is distinct from new.is_admin
    or old.password_hash is distinct from new.password_hash)
  execute function app.end_sessions();

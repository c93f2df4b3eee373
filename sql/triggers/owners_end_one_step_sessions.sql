-- From the moment that two steps are demanded, who came in by one is out; not the one who demands it.
create or replace function app.end_one_step_sessions() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from sessions s using users u
  where u.id = s.user_id and u.owner_id = new.id and u.id is distinct from app.user_id() and s.method <> 'oidc'
    and not exists (select from totp_secrets t where t.user_id = u.id and t.confirmed_at is not null)
    and not exists (select from passkeys p where p.user_id = u.id);
  return null;
end $$;
revoke execute on function app.end_one_step_sessions() from public;

create or replace trigger end_one_step_sessions after update of two_step_required on owners for each row
  when (new.two_step_required and not old.two_step_required) execute function app.end_one_step_sessions();

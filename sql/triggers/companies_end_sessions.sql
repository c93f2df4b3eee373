-- A blocked company's people are out at once, and not back in when the block is lifted within their session's time.
create or replace function app.end_company_sessions() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from sessions where user_id in (select id from users where company_id = new.id);
  delete from sign_in_steps where user_id in (select id from users where company_id = new.id);
  return null;
end $$;
revoke execute on function app.end_company_sessions() from public;

create or replace trigger end_sessions after update of status on companies for each row
  when (new.status = 'blocked' and old.status <> 'blocked') execute function app.end_company_sessions();

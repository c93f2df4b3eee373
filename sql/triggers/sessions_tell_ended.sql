-- What follows live in a session that has ended is cut off at once (src/live).
create or replace function app.tell_ended() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_notify('elanmalan_session', old.id::text);
  return null;
end $$;
revoke execute on function app.tell_ended() from public;

create or replace trigger tell_ended after delete on sessions for each row execute function app.tell_ended();

-- The reader of the register's address has answered, and the question is spent. Yes: the company is in, if the owner's rule
-- and register still say so. No: it stays an application, which the owner answers. Answers whether it came in; null when
-- there is no such question any more.
create or replace function app.answer_register(hash bytea, yes boolean) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  asked register_questions;
begin
  delete from register_questions where token_hash = hash and expires_at > app.now() returning * into asked;
  if asked.token_hash is null then return null; end if;
  if not yes then
    insert into connection_events (company_id, owner_id, at, side, actor_name, status, reason)
      select company_id, owner_id, app.now(), 'system', 'Elanmälan', status, 'Adressen i registret svarade att ansökan inte är deras.'
      from connections where company_id = asked.company_id and owner_id = asked.owner_id;
    return false;
  end if;
  update connections n set status = 'approved', reason = null, decided_at = app.now(), decided_by_name = null,
      register_checked_on = r.read_on, register_checked_by_name = r.read_by_name
    from register_entries r join companies c on c.org_number = r.org_number join owners o on o.id = r.owner_id
    where n.company_id = asked.company_id and n.owner_id = asked.owner_id and n.status = 'applied'
      and c.id = asked.company_id and r.owner_id = asked.owner_id and o.admission = 'registered'
      and asked.email = array_to_string(r.emails[1:3], ', ');
  if not found then return false; end if;
  insert into connection_events (company_id, owner_id, at, side, actor_name, status)
    select asked.company_id, id, app.now(), 'system', name, 'approved' from owners where id = asked.owner_id;
  return true;
end $$;
revoke execute on function app.answer_register(bytea, boolean) from public;
grant execute on function app.answer_register(bytea, boolean) to app_auth;

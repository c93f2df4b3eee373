-- Keeps a question to the addresses under which the owner's register knows an applicant, and answers which they are: none
-- where the owner's rule is another, or the register has no address. For the company of the one who asks, or at registration
-- the one that was just made. What was asked before is worth nothing any more.
create or replace function app.ask_register(company int, owner int, hash bytea) returns text[]
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  addresses text[];
begin
  if app.company_id() is distinct from company and not (app.company_id() is null and app.owner_id() is null
    and exists (select from companies where id = company and status = 'waiting')) then
    return '{}';
  end if;
  select r.emails[1:3] into addresses from register_entries r
    join companies c on c.org_number = r.org_number and c.id = company
    join owners o on o.id = r.owner_id and o.admission = 'registered'
    join connections n on n.company_id = company and n.owner_id = owner and n.status = 'applied'
    where r.owner_id = owner;
  if coalesce(cardinality(addresses), 0) = 0 then return '{}'; end if;
  delete from register_questions where company_id = company and owner_id = owner;
  insert into register_questions (token_hash, company_id, owner_id, email, expires_at)
    values (hash, company, owner, array_to_string(addresses, ', '), app.now() + interval '14 days');
  return addresses;
end $$;
revoke execute on function app.ask_register(int, int, bytea) from public;
grant execute on function app.ask_register(int, int, bytea) to app_installer, app_auth;

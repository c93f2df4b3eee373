-- May this owner's rule let the company in at once? Then it is in. Answers whether it did. The company of the one who
-- asks, or at registration, when nobody has signed in, the one that was just made and still waits.
-- A number in the register is anybody's to type. At registration the account details go to the administrator's address:
-- where that is the register's, only its reader comes in. Else the address is asked (app.ask_register).
create or replace function app.admit_by_rule(company int, owner int) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  entry register_entries;
begin
  if app.company_id() is distinct from company and not (app.company_id() is null and app.owner_id() is null
    and exists (select from companies where id = company and status = 'waiting')) then
    return false;
  end if;
  if app.company_id() is null then
    select r.* into entry from register_entries r join companies c on c.org_number = r.org_number
      join users u on u.company_id = c.id and lower(u.email) = any (r.emails)
      where r.owner_id = owner and c.id = company and not u.has_password limit 1;
  end if;
  update connections n set status = 'approved', reason = null, decided_at = app.now(), decided_by_name = null,
      register_checked_on = case when o.admission = 'registered' then entry.read_on else n.register_checked_on end,
      register_checked_by_name =
        case when o.admission = 'registered' then entry.read_by_name else n.register_checked_by_name end
    from owners o
    where n.company_id = company and n.owner_id = owner and n.status = 'applied' and o.id = owner
      and (o.admission = 'open' or (o.admission = 'registered' and entry.org_number is not null)
        or (o.admission = 'known' and exists (
          select from connections k where k.company_id = company and k.owner_id <> owner and k.status = 'approved')));
  return found;
end $$;
revoke execute on function app.admit_by_rule(int, int) from public;
grant execute on function app.admit_by_rule(int, int) to app_installer, app_auth;

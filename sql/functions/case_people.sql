-- The two people of a case, across the tenants' wall; asks for the same equality as the policies do.
create or replace function app.case_people(wanted bigint)
  returns table (role text, user_id int, name text, phone text, email text, active boolean, locale text,
                 mail_pace text, quiet_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.role, u.id, u.name, u.phone, u.email, u.active, u.locale, u.mail_pace,
         app.quiet_until(u.quiet_from, u.quiet_to)
  from cases c
  cross join lateral (values ('responsible', c.responsible_id), ('handler', c.handler_id)) p (role, id)
  join users u on u.id = p.id
  where c.id = wanted
    and (c.company_id = app.company_id() or (c.owner_id = app.owner_id() and c.submitted_at is not null))
$$;
revoke execute on function app.case_people(bigint) from public;
grant execute on function app.case_people(bigint) to app_installer, app_owner;

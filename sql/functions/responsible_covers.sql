-- Who stands in today for a case's responsible installer, across the tenants' wall, so that they are mailed what the network
-- owner decides; asks for the same equality as the policies do.
create or replace function app.responsible_covers(wanted bigint)
  returns table (role text, user_id int, name text, email text, active boolean, locale text, mail_pace text,
                 quiet_until timestamptz)
  language sql stable security definer set search_path = public, pg_temp as $$
  select 'responsibleCover', u.id, u.name, u.email, u.active, u.locale, u.mail_pace,
         app.quiet_until(u.quiet_from, u.quiet_to)
  from cases c
  cross join lateral app.stand_ins(c.responsible_id) s
  join users u on u.id = s.user_id and u.company_id = c.company_id
  where c.id = wanted and u.active and u.email is not null
    and (c.company_id = app.company_id() or (c.owner_id = app.owner_id() and c.submitted_at is not null))
$$;
revoke execute on function app.responsible_covers(bigint) from public;
grant execute on function app.responsible_covers(bigint) to app_installer, app_owner;

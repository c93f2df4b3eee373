-- What the mail of a decision must know of the company it goes to (docs/domain.md 2.7); asks for the same equality as the
-- policies do.
create or replace function app.case_mail_settings(wanted bigint)
  returns table (mail_enabled boolean, mail_approved boolean, mail_notice_rejected boolean,
                 mail_completion_approved boolean, mail_completion_rejected boolean, company_email text,
                 mail_minimum text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select o.mail_enabled, o.mail_approved, o.mail_notice_rejected, o.mail_completion_approved,
         o.mail_completion_rejected, o.email, o.mail_minimum
  from cases c join companies o on o.id = c.company_id
  where c.id = wanted
    and (c.company_id = app.company_id() or (c.owner_id = app.owner_id() and c.submitted_at is not null))
$$;
revoke execute on function app.case_mail_settings(bigint) from public;
grant execute on function app.case_mail_settings(bigint) to app_installer, app_owner;

-- A closed account of one's own tenant without the person: name, address, telephone and what opened it. What they did in
-- cases stays under their name there, and goes with each case.
create or replace function app.erase_account(wanted int) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from users where id = app.user_id() and is_admin and active
    and owner_id is not distinct from app.owner_id() and company_id is not distinct from app.company_id()) then
    return false;
  end if;
  update users set name = 'Borttagen användare', email = null, phone = null, username = 'borttagen-' || id, password_hash = null
    where id = wanted and not active and not service and kind <> 'operator'
      and owner_id is not distinct from app.owner_id() and company_id is not distinct from app.company_id();
  if not found then return false; end if;
  delete from sessions where user_id = wanted;
  delete from passkeys where user_id = wanted;
  delete from totp_secrets where user_id = wanted;
  delete from recovery_codes where user_id = wanted;
  delete from password_history where user_id = wanted;
  delete from kept_forms where user_id = wanted;
  delete from one_time_links where user_id = wanted;
  delete from temporary_passwords where user_id = wanted;
  delete from oidc_identities where user_id = wanted;
  delete from saved_views where user_id = wanted;
  delete from exports where user_id = wanted;
  delete from request_keys where user_id = wanted;
  delete from bulk_deeds where user_id = wanted;
  update security_events set address = null, user_agent = null where user_id = wanted;
  update mail_messages set to_address = '', to_name = null, subject = '', text = '', html = '', entry = null
    where user_id = wanted and case_id is null and status in ('delivered', 'failed', 'cancelled');
  return true;
end $$;
revoke execute on function app.erase_account(int) from public;
grant execute on function app.erase_account(int) to app_owner, app_installer;

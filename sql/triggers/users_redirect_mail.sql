-- Mail never goes to one who has left (docs/domain.md 2.7): what still waits for them goes to their company, at once. A
-- network owner has no mailbox for what was theirs: colleagues see it in the case.
create or replace function app.redirect_mail() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update mail_messages m
    set status = 'queued', to_address = c.email, to_name = null, user_id = null, send_after = null
    from companies c
    where m.user_id = new.id and m.status in ('queued', 'gathered') and c.id = new.company_id
      and c.email is not null;
  update mail_messages set status = 'cancelled'
    where user_id = new.id and status in ('queued', 'gathered') and new.owner_id is not null;
  return null;
end $$;
revoke execute on function app.redirect_mail() from public;

create or replace trigger redirect_mail after update of active on users for each row
  when (old.active and not new.active) execute function app.redirect_mail();

-- What somebody asked to have erased, now: a network owner's administrator a closed case of theirs that is not held, a
-- company's administrator a draft. Answers whether it was.
create or replace function app.erase_on_request(wanted bigint) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  kase cases;
begin
  if not exists (select from users where id = app.user_id() and is_admin and active
    and owner_id is not distinct from app.owner_id() and company_id is not distinct from app.company_id()) then
    return false;
  end if;
  select * into kase from cases where id = wanted for update;
  if not found then return false; end if;
  if app.company_id() is not null then
    if kase.company_id is distinct from app.company_id() or kase.submitted_at is not null then return false; end if;
    perform app.delete_draft(wanted);
    return true;
  end if;
  if app.owner_id() is null or kase.owner_id <> app.owner_id() or not kase.sent or kase.status not in ('closed', 'archived', 'cancelled')
    or kase.open_orders > 0 or kase.erased_at is not null or exists (select from legal_holds where case_id = wanted) then
    return false;
  end if;
  perform app.erase_case(wanted);
  insert into case_events (case_id, owner_id, company_id, sent, audience, side, actor_name, action)
    values (wanted, kase.owner_id, kase.company_id, kase.sent, 'all', 'owner', 'Nätbolaget', 'erased-request');
  return true;
end $$;
revoke execute on function app.erase_on_request(bigint) from public;
grant execute on function app.erase_on_request(bigint) to app_owner, app_installer;

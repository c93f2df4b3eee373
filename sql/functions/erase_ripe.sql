-- Takes away what a rule of this kind says of one case, if it is still ripe: closed for so many days and not held, or a
-- draft nobody has touched. Answers whether it did. The night's work asks for one case at a time, so that no lock is long.
create or replace function app.erase_ripe(what text, wanted bigint, days int) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  kase cases;
  before constant timestamptz := app.now() - make_interval(days => days);
begin
  if days is null or days < 1 then return false; end if;
  select * into kase from cases where id = wanted for update skip locked;
  if not found then return false; end if;
  if what = 'drafts' then
    if kase.submitted_at is not null or kase.last_event_at >= before then return false; end if;
    perform app.delete_draft(wanted);
    return true;
  end if;
  if not kase.sent or kase.status not in ('closed', 'archived', 'cancelled') or kase.status_since >= before
    or kase.open_orders > 0 or kase.erased_at is not null or exists (select from legal_holds where case_id = wanted) then
    return false;
  end if;
  case what
    when 'identity' then
      if kase.identity_erased_at is not null then return false; end if;
      perform app.erase_identity(wanted);
    when 'files' then perform app.erase_files(wanted);
    when 'mails' then perform app.erase_mails(wanted);
    when 'cases' then perform app.erase_case(wanted);
    else raise exception 'nothing is erased by %', what;
  end case;
  insert into case_events (case_id, owner_id, company_id, sent, audience, side, actor_name, action, details)
    values (wanted, kase.owner_id, kase.company_id, kase.sent, 'all', 'system', 'Elanmälan', 'erased-' || what,
      jsonb_build_object('days', days));
  return true;
end $$;
revoke execute on function app.erase_ripe(text, bigint, int) from public;
grant execute on function app.erase_ripe(text, bigint, int) to app_worker;

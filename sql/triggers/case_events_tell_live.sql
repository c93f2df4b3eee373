-- Every line of a case's log is told to the web processes (src/live), with the tenants whose people may read it.
create or replace function app.tell_live() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_notify('elanmalan_case', json_build_object(
    'ref', (select ref from cases where id = new.case_id), 'event', new.id, 'actor', new.actor_id,
    'owner', case when new.sent and new.audience <> 'company' then new.owner_id end,
    'company', case when new.audience <> 'owner' then new.company_id end,
    'arrived', coalesce(new.from_status = 'draft' and new.to_status <> 'cancelled', false))::text);
  return null;
end $$;
revoke execute on function app.tell_live() from public;

create or replace trigger tell_live after insert on case_events for each row execute function app.tell_live();

-- What a closed case can be found by is offered by the filters of its tenants' archives (closed_values).
create or replace function app.note_values() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into closed_values (owner_id, company_id, field, value, name)
  select v.owner_id, v.company_id, v.field, v.value, v.name from (values
    (new.owner_id, null::int, 'type', new.type_name, new.type_name),
    (new.owner_id, null, 'job', new.job_name, new.job_name),
    (new.owner_id, null, 'company', new.company_name, new.company_name),
    (new.owner_id, null, 'area', coalesce(new.area_id::text, ''), ''),
    (new.owner_id, null, 'handler', coalesce(new.handler_id::text, ''), coalesce(new.handler_name, '')),
    (null, new.company_id, 'type', new.type_name, new.type_name),
    (null, new.company_id, 'job', new.job_name, new.job_name),
    (null, new.company_id, 'owner', new.owner_id::text, ''),
    (null, new.company_id, 'responsible', coalesce(new.responsible_id::text, ''), coalesce(new.responsible_name, ''))
  ) v (owner_id, company_id, field, value, name)
  where case when v.owner_id is null then v.company_id is not null else new.submitted_at is not null end
  -- In one order, so that two cases that close at once do not wait for each other in a circle.
  order by 1, 2, 3, 4
  on conflict (owner_id, company_id, field, value) do update set name = excluded.name
    where closed_values.name <> excluded.name;
  return null;
end $$;
revoke execute on function app.note_values() from public;

create or replace trigger note_values
  after insert or update of status, submitted_at, company_id, company_name, type_name, job_name, area_id, handler_id,
    handler_name, responsible_id, responsible_name on cases
  for each row when (new.status in ('closed', 'archived', 'cancelled')) execute function app.note_values();

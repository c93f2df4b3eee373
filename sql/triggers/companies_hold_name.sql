-- A company does not rename itself where a network owner knows it: what its people write is what it wants to be called, until
-- one of those owners has said yes (app.settle_company_name). Also for a process of before, which knows nothing of it.
create or replace function app.hold_name() returns trigger
  language plpgsql as $$
begin
  if app.company_id() is not null and exists (select from public.connections
    where company_id = new.id and status in ('applied', 'approved', 'blocked')) then
    new.wanted_name := new.name;
    new.name_wanted_at := app.now();
    new.name := old.name;
  end if;
  return new;
end $$;
revoke execute on function app.hold_name() from public;

create or replace trigger hold_name before update of name on companies for each row
  when (new.name is distinct from old.name) execute function app.hold_name();

-- No installer's role may touch it.

alter table case_internals enable row level security;
alter table case_internals force row level security;

create policy app_owner on case_internals to app_owner
  using (owner_id = (select app.owner_id()) and sent) with check (owner_id = (select app.owner_id()) and sent);
create policy platform on case_internals to current_user using (true);

grant select, insert, update on case_internals to app_owner;

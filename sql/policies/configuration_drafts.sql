alter table configuration_drafts enable row level security;
alter table configuration_drafts force row level security;

create policy app_owner on configuration_drafts to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy app_worker on configuration_drafts for select to app_worker using (true);
create policy platform on configuration_drafts to current_user using (true);

grant select, insert, update, delete on configuration_drafts to app_owner;
grant select (owner_id, publish_on) on configuration_drafts to app_worker;

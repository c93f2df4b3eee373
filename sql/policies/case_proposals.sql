alter table case_proposals enable row level security;
alter table case_proposals force row level security;

create policy app_owner on case_proposals to app_owner
  using (owner_id = (select app.owner_id()) and sent) with check (owner_id = (select app.owner_id()) and sent);
create policy platform on case_proposals to current_user using (true);

grant select, insert, update, delete on case_proposals to app_owner;

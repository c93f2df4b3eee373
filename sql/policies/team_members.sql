alter table team_members enable row level security;
alter table team_members force row level security;

create policy app_owner on team_members to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy platform on team_members to current_user using (true);

grant select, insert, delete on team_members to app_owner;

alter table team_areas enable row level security;
alter table team_areas force row level security;

create policy app_owner on team_areas to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
create policy platform on team_areas to current_user using (true);

grant select, insert, delete on team_areas to app_owner;

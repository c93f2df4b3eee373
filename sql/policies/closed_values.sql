-- Written by the trigger of cases; tenants read theirs, and the worker takes away in their name what no case has any more.
alter table closed_values enable row level security;
alter table closed_values force row level security;

create policy app_owner on closed_values to app_owner using (owner_id = (select app.owner_id()));
create policy app_installer on closed_values to app_installer using (company_id = (select app.company_id()));
create policy platform on closed_values to current_user using (true) with check (true);

grant select, delete on closed_values to app_owner, app_installer;

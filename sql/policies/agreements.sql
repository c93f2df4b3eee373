alter table agreements enable row level security;
alter table agreements force row level security;

create policy app_installer on agreements to app_installer using (true);
create policy app_owner on agreements to app_owner using (true);
create policy app_operator on agreements to app_operator using (true) with check (true);
-- Only one that is not in force yet.
create policy app_operator_withdraws on agreements for delete to app_operator using (published_at > app.now());
create policy app_auth on agreements to app_auth using (true);
create policy platform on agreements to current_user using (true);

grant select on agreements to app_installer, app_owner, app_auth;
grant select, insert, delete on agreements to app_operator;

alter table password_history enable row level security;
alter table password_history force row level security;

create policy app_auth on password_history to app_auth using (true) with check (true);
create policy platform on password_history to current_user using (true);

grant select, insert, update, delete on password_history to app_auth;

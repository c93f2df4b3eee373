alter table temporary_passwords enable row level security;
alter table temporary_passwords force row level security;

create policy app_auth on temporary_passwords to app_auth using (true) with check (true);
create policy platform on temporary_passwords to current_user using (true);

grant select, insert, update, delete on temporary_passwords to app_auth;

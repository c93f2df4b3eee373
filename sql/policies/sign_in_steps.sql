alter table sign_in_steps enable row level security;
alter table sign_in_steps force row level security;

create policy app_auth on sign_in_steps to app_auth using (true) with check (true);
create policy platform on sign_in_steps to current_user using (true);

grant select, insert, update, delete on sign_in_steps to app_auth;

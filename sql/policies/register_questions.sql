alter table register_questions enable row level security;
alter table register_questions force row level security;

create policy app_auth on register_questions to app_auth using (true) with check (true);
create policy platform on register_questions to current_user using (true);

grant select, delete on register_questions to app_auth;

alter table case_symbols enable row level security;
alter table case_symbols force row level security;

create policy app_installer on case_symbols to app_installer using (company_id = (select app.company_id()));
create policy app_owner on case_symbols to app_owner using (owner_id = (select app.owner_id()) and sent);
create policy platform on case_symbols to current_user using (true);

grant select on case_symbols to app_installer, app_owner;

-- No role of the network owner has a grant or a policy here.

alter table unsent_answers enable row level security;
alter table unsent_answers force row level security;

create policy app_installer on unsent_answers to app_installer
  using (company_id = (select app.company_id())) with check (company_id = (select app.company_id()));
create policy platform on unsent_answers to current_user using (true);

grant select, insert, update (notice, completion) on unsent_answers to app_installer;

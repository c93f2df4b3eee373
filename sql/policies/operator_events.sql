-- Insert-only.

alter table operator_events enable row level security;
alter table operator_events force row level security;

create policy app_operator on operator_events for select to app_operator using (true);
create policy app_operator_writes on operator_events for insert to app_operator
  with check (user_id = (select app.user_id()));
-- An operator confirms where the owner has nobody else who may.
create policy app_auth on operator_events for insert to app_auth with check (true);
create policy platform on operator_events to current_user using (true);

grant select, insert on operator_events to app_operator;
grant insert on operator_events to app_auth;

alter table configuration_file_chunks enable row level security;
alter table configuration_file_chunks force row level security;

create policy app_owner on configuration_file_chunks to app_owner
  using (owner_id = (select app.owner_id())) with check (owner_id = (select app.owner_id()));
-- Nothing opens before it is clean, whichever way it is asked for.
create policy opens_when_clean on configuration_file_chunks as restrictive for select to app_owner
  using (exists (select from configuration_files f where f.id = file_id and f.scan in ('unscanned', 'clean')));
create policy platform on configuration_file_chunks to current_user using (true);

grant select, insert on configuration_file_chunks to app_owner;

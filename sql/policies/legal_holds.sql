alter table legal_holds enable row level security;
alter table legal_holds force row level security;

create policy app_owner on legal_holds to app_owner
  using (owner_id = (select app.owner_id()) and sent) with check (owner_id = (select app.owner_id()) and sent);
create policy platform on legal_holds to current_user using (true);

grant select, insert (case_id, owner_id, sent, reason, user_id, user_name), delete on legal_holds to app_owner;

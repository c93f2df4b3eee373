-- Has anybody of this network owner ever come in? From then on its people are its own administrators' business.
create or replace function app.owner_in_use(owner int) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from users u where u.owner_id = owner
    and (u.password_hash is not null or exists (select from oidc_identities i where i.user_id = u.id)))
$$;
revoke execute on function app.owner_in_use(int) from public;
grant execute on function app.owner_in_use(int) to app_operator;

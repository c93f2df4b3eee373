-- Of the reader's own side: the cases at a network owner that name one of these facilities or meters in a row of their block.
-- Under row level security alone PostgreSQL would not use the index of an array.
create or replace function app.cases_with_row(owner int, names text[]) returns setof bigint
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id from cases c
  where c.row_names && names and c.row_names is not null and c.owner_id = owner
    and (c.company_id = app.company_id() or (c.owner_id = app.owner_id() and c.submitted_at is not null))
  limit 500
$$;
revoke execute on function app.cases_with_row(int, text[]) from public;
grant execute on function app.cases_with_row(int, text[]) to app_installer, app_owner;

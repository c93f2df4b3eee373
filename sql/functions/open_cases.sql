-- How much each network owner has on its hands: a number, and nothing of what.
create or replace function app.open_cases() returns table (owner_id int, open int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.owner_id, count(*)::int from cases c
  where c.submitted_at is not null and c.status not in ('closed', 'archived', 'cancelled') group by c.owner_id
$$;
revoke execute on function app.open_cases() from public;
grant execute on function app.open_cases() to app_operator;

-- Do two people decide at this network owner? By the rules that hold today (docs/deciding.md).
create or replace function app.four_eyes(owner int) returns boolean
  language sql stable as $$
  select coalesce((select c.rules->>'fourEyes' = 'true' from configurations c
    where c.owner_id = owner and c.published_at is not null order by c.version desc limit 1), false)
$$;
revoke execute on function app.four_eyes(int) from public;
grant execute on function app.four_eyes(int) to app_owner;

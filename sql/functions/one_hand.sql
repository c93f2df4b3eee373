-- Whose second pair of eyes is worth nothing beside this person's: the accounts that may be theirs, or they the other's.
-- Themselves; whoever has the same mailbox; for thirty days whoever made the other's account, chose its address or let it
-- in again, directly or through accounts in between; for seven days whoever was made by the same hand. It asks as whoever
-- calls it: a network owner's people see their own tenant's history (docs/deciding.md, Four eyes).
create or replace function app.one_hand(owner int, person int) returns setof int
  language sql stable as $$
  with recursive ties as materialized (
    select by_id as maker, user_id as made, at from security_events
    where owner_id = owner and by_id <> user_id and event in ('created', 'email-changed', 'activated')
      and at > app.now() - interval '30 days'
  ), above(id) as (select person union select t.maker from ties t join above a on t.made = a.id),
  below(id) as (select person union select t.made from ties t join below b on t.maker = b.id)
  select id from above
  union select id from below
  union select other.made from ties mine join ties other on other.maker = mine.maker
    where mine.made = person and least(mine.at, other.at) > app.now() - interval '7 days'
  union select u.id from users u, users p
    where p.id = person and u.owner_id = owner and app.mailbox(u.email) = app.mailbox(p.email)
$$;
revoke execute on function app.one_hand(int, int) from public;
grant execute on function app.one_hand(int, int) to app_owner, app_auth;

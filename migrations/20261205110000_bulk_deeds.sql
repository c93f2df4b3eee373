-- What somebody did to many cases at once, so that its report can be read again and the press counts once (src/bulk).
create table bulk_deeds (
  id text primary key check (length(id) = 24),
  user_id int not null references users (id),
  owner_id int not null references owners (id),
  deed text not null,
  -- The list it was done from.
  back text not null,
  total int not null,
  at timestamptz not null default app.now(),
  -- For how long it can be taken back.
  until timestamptz not null,
  -- Of each case in turn: its id, how it went and why, written with the case itself.
  outcomes jsonb not null default '[]',
  undone jsonb
);
create index bulk_deeds_user on bulk_deeds (user_id, at);
create index bulk_deeds_owner on bulk_deeds (owner_id);

-- What a person keeps of lists: views under a name, and files.

-- A list with its filter, order and columns, under a name of one's own. The address holds all of it.
create table saved_views (
  id int generated always as identity primary key,
  user_id int not null references users on delete cascade default app.user_id(),
  name text not null check (length(name) between 1 and 60),
  -- \x3f is the question mark.
  address text not null check (address ~ '^/(cases|cases/mine|archive)($|\x3f\S*$)' and length(address) <= 2000),
  created_at timestamptz not null default app.now(),
  unique (user_id, name)
);

-- A long list as a file, made beside the requests; it and its bytes are gone a day later.
create table exports (
  id bigint generated always as identity primary key,
  user_id int not null references users on delete cascade default app.user_id(),
  address text not null check (length(address) <= 2000),
  format text not null check (format in ('csv', 'xlsx')),
  language text not null check (language in ('sv', 'en')),
  status text not null default 'waiting' check (status in ('waiting', 'running', 'ready', 'failed')),
  total int not null,
  done int not null default 0,
  created_at timestamptz not null default app.now()
);
create index exports_user on exports (user_id, id desc);
create index exports_created on exports (created_at);
create table export_chunks (
  export_id bigint not null references exports on delete cascade,
  user_id int not null references users on delete cascade default app.user_id(),
  seq int not null,
  bytes bytea not null,
  primary key (export_id, seq)
);
create index export_chunks_user on export_chunks (user_id);

-- What somebody had written when their session was over: sealed, theirs alone, given back once on the page it stood on.
create table kept_forms (
  user_id int not null references users (id),
  page text not null,
  kept bytea not null,
  expires_at timestamptz not null,
  primary key (user_id, page)
);
create index kept_forms_expiry on kept_forms (expires_at);

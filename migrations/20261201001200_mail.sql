-- The outbox people can see. Written in the transaction that decides; sent by the worker.

create table mail_messages (
  id bigint generated always as identity primary key,
  case_id bigint,
  owner_id int,
  company_id int,
  sent boolean,
  audience text not null default 'all' check (audience in ('all', 'owner', 'company', 'none')),
  template text not null,
  to_address text not null,
  to_name text,
  subject text not null,
  text text not null,
  html text not null,
  message_id text not null unique,
  -- cancelled: its decision was undone before it left.
  status text not null default 'queued'
    check (status in ('queued', 'delivered', 'failed', 'gathered', 'digested', 'cancelled')),
  attempts int not null default 0,
  last_error text,
  created_at timestamptz not null default app.now(),
  delivered_at timestamptz,
  user_id int references users,
  send_after timestamptz,
  -- What a gathered mail will say in the digest.
  entry jsonb,
  digest_id bigint references mail_messages,
  -- What is done to many at once is told as one mail, when it can be taken back no longer; null: at seven.
  gather_until timestamptz,
  foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade,
  foreign key (case_id, company_id) references cases (id, company_id)
);
create index mail_messages_case on mail_messages (case_id, id);
create index mail_messages_waiting on mail_messages (id) where status = 'queued';
create index mail_messages_failed on mail_messages (id) where status = 'failed';
create index mail_messages_gathered on mail_messages (user_id, id) where status = 'gathered';
create index mail_messages_user on mail_messages (user_id) where user_id is not null;
create index mail_messages_digest on mail_messages (digest_id) where digest_id is not null;

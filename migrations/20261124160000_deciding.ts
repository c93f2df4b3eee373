import type { Knex } from 'knex'

const OWNER = 'owner_id = (select app.owner_id())'

/** What a network owner's people need beside the case itself while they decide: undoing, proposing, seeing each other. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- How a case stood before a decision that can still be undone. Of the person who decided, and nobody else.
    create table case_undos (
      case_id bigint not null,
      owner_id int not null,
      sent boolean not null,
      user_id int not null references users,
      at timestamptz not null default app.now(),
      move text not null,
      -- The version the decision made: another one means that somebody has acted since.
      version int not null,
      -- The columns that the decision wrote, as they were.
      before jsonb not null,
      internal jsonb not null,
      -- The newest row of the log and of the outbox before it.
      last_event bigint not null,
      last_mail bigint not null,
      primary key (case_id, user_id),
      foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade on delete cascade
    );
    create index case_undos_user on case_undos (user_id);

    -- A consent that one handläggare proposes and another confirms. It holds for the station it was proposed at: a case
    -- that has left it and come back has another status_since.
    create table case_proposals (
      case_id bigint primary key,
      owner_id int not null,
      sent boolean not null,
      move text not null,
      status_since timestamptz not null,
      user_id int not null references users,
      user_name text not null,
      at timestamptz not null default app.now(),
      consent jsonb not null default '{}',
      internal jsonb not null default '{}',
      foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade on delete cascade
    );
    create index case_proposals_user on case_proposals (user_id);

    -- Who has a case before them. Gone in a minute, so not worth the write-ahead log.
    create unlogged table case_presence (
      case_id bigint not null,
      owner_id int not null,
      sent boolean not null,
      user_id int not null references users,
      writing boolean not null,
      seen_at timestamptz not null default app.now(),
      primary key (case_id, user_id),
      foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade on delete cascade
    );
    create index case_presence_user on case_presence (user_id);

    -- Other cases at the same address; a plain equality, which row level security lets an index answer.
    create index cases_address on cases (owner_id, address) where address is not null;

    -- A mail whose decision was undone before it left. A request may do that with a mail that waits, and nothing else.
    alter table mail_messages drop constraint mail_messages_status_check;
    alter table mail_messages
      add check (status in ('queued', 'delivered', 'failed', 'gathered', 'digested', 'cancelled'));
    grant update (status) on mail_messages to app_owner;
    create policy app_owner_cancels on mail_messages as restrictive for update to app_owner
      using (status in ('queued', 'gathered')) with check (status = 'cancelled');
  `)
  const rules = {
    case_undos: `${OWNER} and sent and user_id = (select app.user_id())`,
    case_proposals: `${OWNER} and sent`,
    case_presence: `${OWNER} and sent`,
  }
  for (const [table, rule] of Object.entries(rules)) {
    await db.raw(`
      alter table ${table} enable row level security; alter table ${table} force row level security;
      create policy app_owner on ${table} to app_owner using (${rule}) with check (${rule});
      grant select, insert, update, delete on ${table} to app_owner;`)
  }
}

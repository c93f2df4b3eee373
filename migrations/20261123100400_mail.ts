import type { Knex } from 'knex'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
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
      status text not null default 'queued' check (status in ('queued', 'delivered', 'failed')),
      attempts int not null default 0,
      last_error text,
      created_at timestamptz not null default app.now(),
      delivered_at timestamptz,
      foreign key (case_id, owner_id, sent) references cases (id, owner_id, sent) on update cascade,
      foreign key (case_id, company_id) references cases (id, company_id)
    );
    create index mail_messages_case on mail_messages (case_id, id);
    create index mail_messages_waiting on mail_messages (id) where status = 'queued';

    -- One SQL call puts work on the queue inside the deciding transaction; requests may call this and nothing else
    -- of the queue. The task's name is bounded so that a request cannot start what is the platform's.
    create function app.enqueue_mail(mail_id bigint) returns void
      language sql security definer set search_path = pg_catalog, pg_temp as
      $$ select graphile_worker.add_job('mail', json_build_object('id', mail_id), job_key := 'mail:' || mail_id,
           max_attempts := 25) $$;

    -- A mail is on the queue because it was written: nobody can promise one and forget to send it. The one who writes
    -- may not always read the row back (an installer's mail to the owner's mailbox), so the id is known only here.
    create function app.queue_mail() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as
      $$ begin perform app.enqueue_mail(new.id); return null; end $$;
    create trigger queue after insert on mail_messages for each row when (new.status = 'queued')
      execute function app.queue_mail();

    -- Beside the policy of 20261123100500: what an installer does may be told to the owner alone (M08, M09).
    create policy app_installer_to_owner on mail_messages for insert to app_installer
      with check (company_id = (select app.company_id()) and audience = 'owner');
  `)
}

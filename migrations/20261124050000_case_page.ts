import type { Knex } from 'knex'

const OWNER = 'owner_id = (select app.owner_id())'

export async function up(db: Knex): Promise<void> {
  await db.raw(`
    -- How far each person has read among the notes of a case: what is newer, and somebody else's, is unread.
    create table note_reads (
      user_id int not null references users,
      case_id bigint not null references cases,
      read_to bigint not null,
      primary key (user_id, case_id)
    );
    create index note_reads_case on note_reads (case_id);
    alter table note_reads enable row level security; alter table note_reads force row level security;
    create policy app_installer on note_reads to app_installer
      using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
    create policy app_owner on note_reads to app_owner
      using (user_id = (select app.user_id())) with check (user_id = (select app.user_id()));
    grant select, insert, update (read_to) on note_reads to app_installer, app_owner;

    -- Symbols 3 and 4 (docs/domain.md 5): how many facilities a case is for, and which of them have a work order.
    alter table cases
      add column facility_count int not null default 1 check (facility_count > 0),
      add column ordered_rows int[] not null default '{}';
    grant update (facility_count) on cases to app_installer;
    update cases set facility_count = jsonb_array_length(notice->'rader')
      where jsonb_typeof(notice->'rader') = 'array' and jsonb_array_length(notice->'rader') > 1;

    -- V09 and V10: other cases on the same facility or meter.
    create index cases_facility on cases (owner_id, facility_id) where facility_id is not null;
    create index cases_meter on cases (owner_id, meter_number) where meter_number is not null;

    -- What was sent cannot be taken away, but be said to hold no longer (docs/domain.md 3.4).
    alter table attachments add column outdated_at timestamptz;
    grant update (outdated_at) on attachments to app_installer, app_owner;

    -- Forms of the network owner to be filled in and sent along (mallar), by job type; none named: for all.
    create table document_templates (
      id int generated always as identity primary key,
      owner_id int not null references owners,
      title text not null,
      help text not null default '',
      job_codes text[] not null default '{}',
      valid_from date not null,
      valid_to date,
      version int not null default 1,
      name text not null,
      media_type text not null,
      size bigint not null check (size > 0),
      sha256 bytea not null,
      uploaded_at timestamptz not null default app.now(),
      uploaded_by_name text not null,
      -- Replaced by a newer version, or taken away.
      ended_at timestamptz,
      unique (id, owner_id),
      check (valid_to is null or valid_to >= valid_from)
    );
    create index document_templates_live on document_templates (owner_id, title) where ended_at is null;
    create table document_template_chunks (
      template_id int not null,
      owner_id int not null,
      seq int not null,
      bytes bytea not null,
      primary key (template_id, seq),
      foreign key (template_id, owner_id) references document_templates (id, owner_id)
    );
    alter table document_template_chunks alter column bytes set storage external;
    grant select, insert on document_templates, document_template_chunks to app_owner;
    grant update (ended_at) on document_templates to app_owner;
    grant select on document_templates, document_template_chunks to app_installer;
  `)
  for (const table of ['document_templates', 'document_template_chunks']) {
    await db.raw(`
      alter table ${table} enable row level security; alter table ${table} force row level security;
      create policy app_owner on ${table} to app_owner using (${OWNER}) with check (${OWNER});
      create policy app_installer on ${table} for select to app_installer
        using (owner_id in (select owner_id from connections where company_id = (select app.company_id())))`)
  }
  await db.raw(`
    -- V10 across companies: that there is a case under way on the facility, and nothing else of it. Only for a company
    -- that may send to the owner.
    create function app.facility_is_busy(owner int, facilities text[], meters text[]) returns boolean
      language sql stable security definer set search_path = public, pg_temp as $$
        select exists (select from connections k
            where k.owner_id = owner and k.company_id = app.company_id() and k.status = 'approved')
          and exists (select from cases c
            where c.owner_id = owner and c.company_id is distinct from app.company_id()
              and (c.facility_id = any(facilities) or c.meter_number = any(meters))
              and c.status in ('submitted', 'notice_rejected', 'consented', 'completed', 'completion_rejected'))
      $$;
    revoke execute on function app.facility_is_busy(int, text[], text[]) from public;
    grant execute on function app.facility_is_busy(int, text[], text[]) to app_installer;
  `)
}

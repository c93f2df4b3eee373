import type { Knex } from 'knex'

const OWNER = 'owner_id = (select app.owner_id())'

/** Templates, the entrance's look, password rules, fuses and time limits are parts of the one draft too. */
export async function up(db: Knex): Promise<void> {
  await files(db)
  await outsideRowSecurity(db, async () => {
    await keepFiles(db)
    await keepContents(db)
    await keepTerms(db)
  })
  await db.raw(`
    alter table document_templates alter column code set not null, alter column file_id set not null;
    create index document_templates_file on document_templates (file_id);
    create index owners_logo_file on owners (logo_file) where logo_file is not null;
  `)
  await twoSteps(db)
}

/** Files of a draft and of the versions that were: the network owner's own, until something of them is published. */
async function files(db: Knex): Promise<void> {
  await db.raw(`
    create table configuration_files (
      id int generated always as identity primary key,
      owner_id int not null references owners,
      name text not null,
      media_type text not null,
      size bigint not null check (size > 0),
      sha256 bytea not null,
      uploaded_at timestamptz not null default app.now(),
      uploaded_by_name text not null,
      unique (id, owner_id)
    );
    create index configuration_files_owner on configuration_files (owner_id);
    create table configuration_file_chunks (
      file_id int not null,
      owner_id int not null,
      seq int not null,
      bytes bytea not null,
      primary key (file_id, seq),
      foreign key (file_id, owner_id) references configuration_files (id, owner_id) on delete cascade
    );
    alter table configuration_file_chunks alter column bytes set storage external;
    -- Which of the files is shown at the entrance, and which a published template is a copy of.
    alter table owners add column logo_file int, add foreign key (logo_file, id) references configuration_files (id, owner_id);
    alter table document_templates
      add column file_id int, add foreign key (file_id, owner_id) references configuration_files (id, owner_id),
      -- The same for every version of one template.
      add column code text;
    -- Workdays that were left of the time to answer when it was sent back, where the clock goes on instead of anew.
    alter table cases add column days_left int;
    grant select, insert, delete on configuration_files to app_owner;
    grant select, insert on configuration_file_chunks to app_owner;
  `)
  for (const table of ['configuration_files', 'configuration_file_chunks']) {
    await db.raw(`
      alter table ${table} enable row level security; alter table ${table} force row level security;
      create policy app_owner on ${table} to app_owner using (${OWNER}) with check (${OWNER})`)
  }
}

/** FORCE binds the tables' owner too, who has rows of every tenant to mend here. */
async function outsideRowSecurity(db: Knex, work: () => Promise<void>): Promise<void> {
  const tables = [
    'owners configurations job_types configuration_contents configuration_drafts configuration_files',
    'configuration_file_chunks document_templates document_template_chunks',
  ].flatMap((names) => names.split(' '))
  for (const table of tables) await db.raw(`alter table ${table} no force row level security`)
  await work()
  for (const table of tables) await db.raw(`alter table ${table} force row level security`)
}

async function keepFiles(db: Knex): Promise<void> {
  await db.raw(`
    alter table configuration_files add column from_template int;
    insert into configuration_files (owner_id, name, media_type, size, sha256, uploaded_at, uploaded_by_name, from_template)
      select owner_id, name, media_type, size, sha256, uploaded_at, uploaded_by_name, id from document_templates;
    insert into configuration_file_chunks (file_id, owner_id, seq, bytes)
      select f.id, c.owner_id, c.seq, c.bytes
      from configuration_files f join document_template_chunks c on c.template_id = f.from_template;
    update document_templates t set file_id = f.id, code = 'A' || t.id from configuration_files f where f.from_template = t.id;
    alter table configuration_files drop column from_template;

    insert into configuration_files (owner_id, name, media_type, size, sha256, uploaded_by_name)
      select id, 'logotyp.' || replace(split_part(logo_type, '/', 2), 'jpeg', 'jpg'), logo_type, octet_length(logo),
        sha256(logo), name from owners where logo is not null;
    insert into configuration_file_chunks (file_id, owner_id, seq, bytes)
      select f.id, o.id, 0, o.logo from owners o join configuration_files f on f.owner_id = o.id and f.sha256 = sha256(o.logo)
      where o.logo is not null and not exists (select from configuration_file_chunks c where c.file_id = f.id);
    update owners o set logo_file = (
      select f.id from configuration_files f where f.owner_id = o.id and f.sha256 = sha256(o.logo) order by f.id desc limit 1)
      where logo is not null;
  `)
}

/** What is kept of a version or a draft gets the new parts as they were in force when there was nothing but that. */
async function keepContents(db: Knex): Promise<void> {
  for (const table of ['configuration_contents', 'configuration_drafts']) {
    await db.raw(`
      update ${table} k set content = k.content
        || jsonb_build_object(
          'rules', k.content->'rules' || '{"restart": "anew"}',
          'fuses', jsonb_build_object('ladder', to_jsonb(o.fuse_ladder), 'intervals', o.fuse_intervals),
          'look', jsonb_build_object('text', o.entry_text, 'accent', o.accent, 'logo', (
            select jsonb_build_object('file', f.id, 'name', f.name) from configuration_files f where f.id = o.logo_file)),
          'passwords', '{"min_length": null, "max_age_days": null, "require_classes": [], "history": 5}'::jsonb
            || o.password_policy || jsonb_build_object('two_step_required', o.two_step_required),
          'templates', coalesce((
            select jsonb_agg(jsonb_build_object('code', d.code, 'title', d.title, 'help', d.help,
              'jobs', to_jsonb(d.job_codes), 'validFrom', d.valid_from, 'validTo', d.valid_to,
              'file', d.file_id, 'name', d.name) order by d.title collate public.swedish)
            from document_templates d where d.owner_id = o.id and d.ended_at is null), '[]'))
      from owners o where o.id = k.owner_id`)
  }
  await db.raw(`update configuration_contents set rules = rules || '{"restart": "anew"}'`)
}

/** Cases keep the fuses and the time limits that they began with: what is in force now is written on every version. */
async function keepTerms(db: Knex): Promise<void> {
  await db.raw(`
    update job_types j set definition = j.definition || jsonb_build_object('terms', jsonb_build_object(
      'ladder', to_jsonb(o.fuse_ladder), 'intervals', o.fuse_intervals,
      'decisionDays', o.decision_days, 'completionDays', o.completion_days, 'restart', 'anew'))
    from owners o where o.id = j.owner_id`)
}

/** From the moment that two steps are demanded, who came in by one is out; not the one who demands it. */
async function twoSteps(db: Knex): Promise<void> {
  await db.raw(`
    create function app.end_one_step_sessions() returns trigger
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        delete from sessions s using users u
        where u.id = s.user_id and u.owner_id = new.id and u.id is distinct from app.user_id() and s.method <> 'oidc'
          and not exists (select from totp_secrets t where t.user_id = u.id and t.confirmed_at is not null)
          and not exists (select from passkeys p where p.user_id = u.id);
        return null;
      end $$;
    create trigger end_one_step_sessions after update of two_step_required on owners for each row
      when (new.two_step_required and not old.two_step_required) execute function app.end_one_step_sessions();
    revoke execute on function app.end_one_step_sessions() from public;
    create policy platform on totp_secrets for select to current_user using (true);
    create policy platform on passkeys for select to current_user using (true);
  `)
}

import type { Knex } from 'knex'

const OWNER = 'owner_id = (select app.owner_id())'

/** The network owner's facilities, behind 'Hämta anl-data': a register of its own or its own service, and who has asked. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`
    alter table owners add column facility_source text not null default 'off'
      check (facility_source in ('off', 'register', 'service'));
    grant select (facility_source) on owners to app_installer;

    -- One file that was read. Its rows wait beside the register until somebody has seen them and takes them into use.
    create table facility_imports (
      id int primary key generated always as identity,
      owner_id int not null references owners (id),
      status text not null default 'read' check (status in ('read', 'current', 'replaced')),
      file_name text not null,
      read_at timestamptz not null default app.now(),
      read_by_name text not null,
      used_at timestamptz,
      used_by_name text,
      good int not null default 0,
      bad int not null default 0,
      -- The first rows that could not be read: [{line, errors: {column: message}}].
      problems jsonb not null default '[]',
      -- Headings of columns that are not ours to keep, such as the customer's name.
      ignored text[] not null default '{}',
      unique (id, owner_id)
    );
    create unique index facility_imports_current on facility_imports (owner_id) where status = 'current';
    create index facility_imports_owner on facility_imports (owner_id, id desc);

    -- Places and numbers, and nobody's name: a register holds no customer.
    create table facilities (
      import_id int not null,
      owner_id int not null,
      facility_id text not null check (facility_id ~ '^735999[0-9]{12}$'),
      infeed_id text check (infeed_id ~ '^735999[0-9]{12}$'),
      meter_number text,
      technical_number text,
      address text,
      postcode text,
      city text,
      property text,
      municipality text,
      apartment text,
      fuse int check (fuse between 1 and 9999),
      phases text check (phases in ('1', '3')),
      primary key (import_id, facility_id),
      foreign key (import_id, owner_id) references facility_imports (id, owner_id) on delete cascade
    );
    create index facilities_meter on facilities (import_id, meter_number);
    create index facilities_infeed on facilities (import_id, infeed_id) where infeed_id is not null;

    create table facility_services (
      owner_id int primary key references owners (id),
      address text not null,
      header text not null,
      -- Sealed (src/sign-in/accounts/encryption.ts).
      secret bytea not null,
      timeout_ms int not null check (timeout_ms between 500 and 10000),
      updated_at timestamptz not null default app.now(),
      updated_by_name text not null
    );

    create table facility_lookups (
      id bigint primary key generated always as identity,
      owner_id int not null references owners (id),
      company_id int not null references companies (id),
      case_id bigint,
      user_id int not null references users (id),
      user_name text not null,
      company_name text not null,
      at timestamptz not null default app.now(),
      source text not null check (source in ('off', 'register', 'service')),
      key text not null check (key in ('facility', 'meter')),
      asked text not null,
      code int not null,
      overwrite boolean not null,
      foreign key (case_id, company_id) references cases (id, company_id) on delete set null (case_id)
    );
    create index facility_lookups_owner on facility_lookups (owner_id, id desc);
    create index facility_lookups_case on facility_lookups (case_id);
  `)

  for (const table of ['facility_imports', 'facilities', 'facility_services', 'facility_lookups']) {
    await db.raw(`alter table ${table} enable row level security; alter table ${table} force row level security;
      create policy app_owner on ${table} to app_owner using (${OWNER}) with check (${OWNER})`)
  }
  await db.raw(`
    grant select, insert, update, delete on facility_imports, facility_services to app_owner;
    grant select, insert, delete on facilities to app_owner;
    -- Not case_id: that a company is writing a draft is the company's alone.
    grant select (id, owner_id, company_id, user_name, company_name, at, source, key, asked, code, overwrite)
      on facility_lookups to app_owner;

    -- Whoever asks writes down that it was they, about their own case and its owner; nobody can change it.
    create policy app_installer on facility_lookups for insert to app_installer with check (
      company_id = (select app.company_id()) and user_id = (select app.user_id())
      and owner_id = (select c.owner_id from cases c where c.id = case_id));
    grant insert on facility_lookups to app_installer;

    -- After thirteen months nobody needs to know who asked.
    create policy app_worker on facility_lookups to app_worker using (at < app.now() - interval '13 months');
    grant select (at), delete on facility_lookups to app_worker;
    create index facility_lookups_age on facility_lookups (at);

    -- FORCE binds the tables' owner too; the function below must still work for it.
    create policy platform on facility_imports for select to current_user using (true);
    create policy platform on facilities for select to current_user using (true);

    -- One facility by its exact number, for a case that the company is writing to an owner that has let it in. No role of
    -- an installer can read the register itself, so it can never be listed. Where several have the number, none is told.
    create function app.find_facility(wanted_case bigint, by_meter boolean, wanted text)
      returns table (matches int, facility_id text, infeed_id text, meter_number text, technical_number text, address text,
                     postcode text, city text, property text, municipality text, apartment text, fuse int, phases text)
      language sql stable security definer set search_path = public, pg_temp as $$
        with register as materialized (
          select i.id from cases c
          join connections n on n.company_id = c.company_id and n.owner_id = c.owner_id and n.status = 'approved'
          join owners o on o.id = c.owner_id and o.facility_source = 'register'
          join facility_imports i on i.owner_id = c.owner_id and i.status = 'current'
          where c.id = wanted_case and c.company_id = app.company_id()
            and c.status in ('draft', 'notice_rejected', 'completion_rejected')
        ), hits as (
          select f.* from register r join facilities f on f.import_id = r.id
            where not by_meter and f.facility_id = wanted
          union
          select f.* from register r join facilities f on f.import_id = r.id
            where not by_meter and f.infeed_id = wanted
          union
          (select f.* from register r join facilities f on f.import_id = r.id
            where by_meter and f.meter_number = wanted limit 2)
        ), counted as (select count(*)::int as matches from hits)
        select n.matches, h.facility_id, h.infeed_id, h.meter_number, h.technical_number, h.address, h.postcode, h.city,
          h.property, h.municipality, h.apartment, h.fuse, h.phases
        from counted n left join hits h on n.matches = 1
      $$;
    revoke execute on function app.find_facility(bigint, boolean, text) from public;
    grant execute on function app.find_facility(bigint, boolean, text) to app_installer;
  `)
}
